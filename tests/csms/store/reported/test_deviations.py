import json
from datetime import timedelta
from typing import Any

import pytest

from csms.aws import ServiceError
from csms.store import table
from csms.store.provisioned.provisioning import forget_device
from csms.store.reported import deviations
from csms.store.reported.deviations import (
    EVERY,
    LONGEST_EXAMPLE,
    LONGEST_MEMBER,
    MOST_AT_ONCE,
    MOST_KINDS,
    DeviationCount,
)
from csms.store.table import calls
from csms.wire.mending import Kind
from csms.wire.tolerance import Deviation
from tests.conftest import Says
from tests.inbound.support import begun, stop
from tests.stored import provision
from tests.support import NOON

SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.usefixtures("store")


def odd(member: str = "reason", came: Any = "because", kind: Kind = "UnknownWord") -> Deviation:
    return Deviation(member, kind, came)


def note(*found: Deviation, seconds: float = 0, action: str = "StopTransaction") -> None:
    deviations.note("CP1", action, found, NOON + seconds * SECOND)


def another_function() -> None:
    """It remembers nothing of what this one has noted."""
    deviations._noted.clear()
    deviations._full.clear()


def kept(charge_point_id: str = "CP1") -> list[DeviationCount]:
    return table.query(DeviationCount, f"CP#{charge_point_id}", "DEVIATION#")


def times() -> dict[str, int]:
    return {one.member: one.times for one in kept()}


def example(came: Any, member: str = "reason", action: str = "StopTransaction") -> str | None:
    note(odd(member, came), action=action)
    (one,) = kept()
    return one.example


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The operations that the store is asked for."""
    asked: list[str] = []
    call = calls.call

    def counting(operation: str, arguments: table.Raw) -> table.Raw:
        asked.append(operation)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", counting)
    return asked


# ── what is counted ──


def test_a_fault_is_kept_with_its_times_and_an_example() -> None:
    note(odd())
    note(odd(came="for fun"), seconds=90)
    (one,) = kept()
    assert (one.charge_point_id, one.action) == ("CP1", "StopTransaction")
    assert (one.member, one.fault) == ("reason", "UnknownWord")
    assert (one.times, one.first_at, one.last_at) == (2, NOON, NOON + 90 * SECOND)
    assert one.example == '"because"'


def test_action_member_and_kind_are_counted_apart() -> None:
    note(odd(), odd(kind="Empty"), odd("idTag"))
    note(odd(), action="MeterValues")
    deviations.note("CP2", "StopTransaction", [odd()], NOON)
    assert len(kept()) == 4
    assert len(kept("CP2")) == 1


def test_one_message_counts_once_for_each_kind() -> None:
    member = "meterValue.sampledValue.unit"
    note(odd(member, "Hz"), odd(member, "Hz"), odd(member, "rpm"))
    assert times() == {member: 1}


def test_members_whose_names_run_into_each_other_are_told_apart() -> None:
    for action, member in (("A", "b c"), ("A b", "c"), ("A", "b.c"), ("A", "b[0]"), ("A", "")):
        note(odd(member), action=action)
    assert len({(one.action, one.member) for one in kept()}) == 5


# ── how often it is written ──


def test_what_comes_again_within_a_minute_is_added_with_the_next_write(
    writes: list[str],
) -> None:
    for seconds in (0, 1, 2, 59):
        note(odd(), seconds=seconds)
    assert times() == {"reason": 1}
    note(odd(), seconds=60)
    (one,) = kept()
    assert (one.times, one.last_at) == (5, NOON + EVERY)
    note(odd(), seconds=61)
    assert times() == {"reason": 5}
    assert writes.count("TransactWriteItems") == 3  # that it is new is known by the first's failing


def test_all_that_is_due_is_one_write(writes: list[str]) -> None:
    several = [odd(f"member{number}") for number in range(5)]
    note(*several)
    writes.clear()
    note(*several, seconds=60)
    assert writes == ["TransactWriteItems"]
    assert set(times().values()) == {2}


def test_what_is_not_written_at_once_comes_with_the_next_message() -> None:
    many = [odd(f"member{number}") for number in range(MOST_AT_ONCE + 3)]
    note(*many)
    assert len(kept()) == MOST_AT_ONCE
    note(*many, seconds=1)
    assert len(kept()) == MOST_AT_ONCE + 3


def test_functions_beside_each_other_add_up() -> None:
    note(odd(), odd("idTag"))
    another_function()
    note(odd(), odd("meterStop"), seconds=1)
    assert times() == {"reason": 2, "idTag": 1, "meterStop": 1}
    (reason,) = (one for one in kept() if one.member == "reason")
    assert (reason.first_at, reason.last_at) == (NOON, NOON + SECOND)


def test_two_functions_that_meet_a_fault_first_count_it_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call, others = calls.call, [odd()]

    def racing(operation: str, arguments: table.Raw) -> table.Raw:
        if len(arguments.get("TransactItems", ())) == 3 and others:  # they are new, and how many
            with monkeypatch.context() as another:
                another.setattr(deviations, "_noted", {})
                note(others.pop(), seconds=1)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", racing)
    note(odd(), odd("idTag"))
    assert not others
    assert times() == {"reason": 2, "idTag": 1}


def test_a_memory_that_is_full_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deviations, "MOST_REMEMBERED", 2)
    for number in range(5):
        note(odd(f"member{number}"), odd("reason"), seconds=number)
    assert len(deviations._noted) <= 3
    assert times()["reason"] >= 3


# ── what is bounded ──


def fill(but: int = 0) -> None:
    for number in range(MOST_KINDS - but):
        note(odd(f"member{number}"))


def test_a_charge_point_has_so_many_kinds_and_no_more(writes: list[str]) -> None:
    fill(but=1)
    note(odd("a"), odd("b"), odd("c"), odd("member0"), seconds=60)
    assert len(kept()) == MOST_KINDS
    assert times()["member0"] == 2
    writes.clear()
    note(odd("d"), odd("e"), seconds=61)
    assert writes == [], "it is full, which is looked at again in a minute"
    note(odd("d"), odd("member1"), seconds=121)
    assert len(kept()) == MOST_KINDS
    assert times()["member1"] == 2
    another_function()
    note(odd("f"), seconds=122)
    assert len(kept()) == MOST_KINDS
    deviations.note("CP2", "StopTransaction", [odd("g")], NOON)
    assert len(kept("CP2")) == 1


def test_names_and_examples_are_cut() -> None:
    note(odd("x" * 5_000, "ü" * 5_000))
    (one,) = kept()
    assert one.member == "x" * LONGEST_MEMBER
    assert one.example == '"' + "ü" * (LONGEST_EXAMPLE - 1)


# ── examples ──


@pytest.mark.parametrize(
    ("came", "shown"),
    [
        ("Vollgas\n", '"Vollgas\\n"'),
        (1.5, "1.5"),
        (None, None),
        (True, "true"),
        ({"a": ["ü"]}, '{"a": ["ü"]}'),
        ("\ud800 and 😀", '"\ufffd and 😀"'),
        ("\x00", '"\\u0000"'),
    ],
)
def test_an_example_is_json_as_it_came(came: Any, shown: str | None) -> None:
    assert example(came) == shown


SECRET = "hunter2-hunter2"


@pytest.mark.parametrize(
    "came",
    [
        {"key": "AuthorizationKey", "value": SECRET},
        [{"password": SECRET}],
        f"password={SECRET}",
        json.dumps({"Password": SECRET}),
        f"ftp://user:{SECRET}@files.example/",
        "x" * (LONGEST_EXAMPLE - 20) + f"AuthorizationKey {SECRET}",
    ],
)
def test_an_example_has_no_secret(came: Any) -> None:
    assert SECRET not in str(example(came))


@pytest.mark.parametrize(
    ("action", "member", "kind"),
    [
        ("GetConfiguration.conf", "configurationKey.value", "NotText"),
        ("GetConfiguration.conf", "configurationKey", "NotAList"),
        ("DataTransfer", "data", "NotText"),
        ("DataTransfer.conf", "data", "NotText"),
        ("ChangeConfiguration.conf", "value", "UnknownMember"),
        ("BootNotification", "token", "UnknownMember"),
        ("Authorize", "idTag.Password", "NotText"),
    ],
)
def test_of_what_may_be_a_secret_no_example_is_kept(action: str, member: str, kind: Kind) -> None:
    note(odd(member, SECRET, kind), action=action)
    (one,) = kept()
    assert one.example is None


# ── with the charge points ──


def test_what_a_charge_point_departs_in_is_counted(says: Says) -> None:
    says("StopTransaction", stop(begun(says), reason="Cable pulled", meterStop=5200.4))
    assert {(one.member, one.fault, one.example) for one in kept()} == {
        ("reason", "UnknownWord", '"Cable pulled"'),
        ("meterStop", "Fraction", "5200.4"),
    }


def test_half_a_surrogate_pair_is_counted_in_names_and_values(says: Says) -> None:
    says(
        "StatusNotification",
        {"\ud800": 1, "connectorId": 1, "errorCode": "\udfff", "status": "Available"},
    )
    assert {(one.member, one.example) for one in kept()} == {
        ("\ufffd", None),
        ("errorCode", '"\ufffd"'),
    }


def test_a_message_as_it_should_be_writes_nothing(says: Says) -> None:
    says("StopTransaction", stop(begun(says)))
    assert kept() == []


def test_they_are_forgotten_with_the_device() -> None:
    provision("CP1", security_profile=0)
    fill()
    forget_device("CP1")
    assert table.query(table.StateItem, "CP#CP1", "DEVIATION") == []
    another_function()
    note(odd())
    assert times() == {"reason": 1}


def test_a_store_that_fails_is_asked_again_a_minute_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(operation: str, _: table.Raw) -> table.Raw:
        asked.append(operation)
        raise ServiceError("InternalServerError", status=500)

    asked: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(calls, "call", fail)
        with pytest.raises(ServiceError):
            note(odd())
        note(odd(), seconds=1)
    assert len(asked) == 1
    note(odd(), seconds=60)
    assert times() == {"reason": 2}, "at least: the first may have been written"
