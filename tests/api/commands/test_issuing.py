"""What every operation that sends a command relies on; `test_commands.py` has the rest."""

from collections.abc import Sequence
from time import monotonic
from typing import Any

import pytest

from api.commands import issuing
from api.commands.issuing import issue_command, wait_for_outcome
from api.http.cursors import paging
from api.http.problems import Problem
from api.http.request_context import RequestContext
from csms.store import commands
from csms.store.commands import CommandRecord
from csms.store.table import Cancelled, put, read
from tests.api.support import event_of
from tests.csms.command_steps import CP, answer, connected, found
from tests.support import NOON, Sockets


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def context(**headers: str) -> RequestContext:
    event = event_of("POST", "/", role="operator", headers=headers)
    return RequestContext.of(event, "test", "", paging(50, None, "/", {}))


def test_a_command_has_the_default_time_and_the_name_of_who_asked() -> None:
    record = issue_command(context(), CP, "ClearCache", {})
    assert (record.timeout, record.created_by) == (30, "olga@example.com")
    assert record.created_at == NOON


def test_writes_that_belong_to_it_are_written_with_it_or_not_at_all() -> None:
    other = CommandRecord.of(CP, "other")
    other.action, other.payload, other.status = "Reset", {}, "Expired"
    other.created_at, other.created_by, other.timeout = NOON, "olga", 1
    issue_command(context(), CP, "ClearCache", {}, also=[put(other)])
    assert commands.find(CP, "other")
    with pytest.raises(Cancelled):
        issue_command(
            context(),
            CP,
            "ClearCache",
            {},
            command_id="second",
            also=[put(other, CommandRecord.pk.does_not_exist())],
        )
    assert commands.find(CP, "second") is None


@pytest.mark.parametrize(
    ("action", "payload", "status"),
    [
        ("Restart", {}, 404),
        ("Reset", {}, 400),
        ("UnlockConnector", {"connectorId": 0}, 409),
    ],
)
def test_what_cannot_be_sent_is_a_problem(
    action: str, payload: dict[str, Any], status: int
) -> None:
    with pytest.raises(Problem) as refused:
        issue_command(context(), CP, action, payload)
    assert refused.value.status == status


@pytest.mark.parametrize("forced", [False, True])
def test_a_date_alone_is_no_time_and_is_never_sent(forced: bool, sockets: Sockets) -> None:
    payload = {"connectorId": 1, "expiryDate": "2027-01-01", "idTag": "CARD-1"}
    with pytest.raises(Problem) as refused:
        issue_command(context(), CP, "ReserveNow", payload, force=forced)
    assert refused.value.status == 400
    said = "expiryDate: should be a time, such as 2027-01-01T00:00:00Z"
    assert refused.value.detail == said
    assert sockets.posted == []


def test_who_waits_looks_again_until_it_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    record = issue_command(context(), CP, "ClearCache", {})
    looks = 0

    def third_time(model: type[CommandRecord], keys: Sequence[tuple[str, str]]) -> Any:
        nonlocal looks
        looks += 1
        if looks == 3:
            answer(record.command_id)
        return read(model, keys)

    monkeypatch.setattr(issuing, "read", third_time)
    assert wait_for_outcome(record, 20).status == "Answered"
    assert looks == 3


@pytest.mark.parametrize(
    ("took", "looks"),
    [
        (0.0, [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.14, 1.64]),
        (0.03, [0.03, 0.09, 0.21, 0.45, 0.93, 1.43]),
        (9.0, [0.5, 1.0, 1.5]),
    ],
)
def test_who_waits_looks_after_as_long_again_as_it_has_taken_and_twice_a_second_at_least(
    took: float, looks: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = began = 100.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr("api.commands.issuing.time.monotonic", lambda: now)
    monkeypatch.setattr("api.commands.issuing.time.sleep", sleep)
    seen: list[float] = []

    def look(_: object) -> None:
        seen.append(now - began)

    issuing.look_until(lambda _: False, look, None, 1.7, began - took)
    assert seen == [pytest.approx(one) for one in [*looks, 1.7]]


def test_who_waits_in_vain_waits_no_longer_than_asked() -> None:
    record = issue_command(context(), CP, "ClearCache", {})
    began = monotonic()
    assert wait_for_outcome(record, 0.1).status == "Sent"
    assert 0.1 <= monotonic() - began < 5
    assert wait_for_outcome(found(record.command_id), 0).status == "Sent"
