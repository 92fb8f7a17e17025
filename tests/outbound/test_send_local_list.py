from collections.abc import Callable
from typing import Any

import pytest

from csms.domain import local_lists as domain
from csms.outbound.sending import Unsendable
from csms.store.commands import local_list_items, local_lists
from csms.store.commands.local_list_items import Entry
from tests.csms.command_steps import (
    SECOND,
    answer,
    connected,
    drain,
    error,
    found,
    look_after,
    send,
)
from tests.outbound.support import ask, configured, local_list, refusal
from tests.support import NOON, Sockets

ACCEPTED = {"status": "Accepted"}


def listed(*id_tags: str, **info: Any) -> list[Entry]:
    return [{"idTag": id_tag, "idTagInfo": ACCEPTED | info} for id_tag in id_tags]


def full(version: int, *id_tags: str, **info: Any) -> dict[str, Any]:
    return {
        "listVersion": version,
        "localAuthorizationList": listed(*id_tags, **info),
        "updateType": "Full",
    }


def differential(version: int, *id_tags: str) -> dict[str, Any]:
    return full(version, *id_tags) | {"updateType": "Differential"}


def test_a_full_list_replaces_what_was_there() -> None:
    ask("SendLocalList", full(3, "A", "b"))
    ask("SendLocalList", full(4, "b", parentIdTag="G"), command_id="another")
    known = local_list()
    assert (known.version, known.complete, known.updated_at) == (4, True, NOON + SECOND)
    assert known.entries == {"B": listed("b", parentIdTag="G")[0]}


def test_a_full_list_without_entries_is_empty() -> None:
    ask("SendLocalList", full(3, "A"))
    ask("SendLocalList", {"listVersion": 4, "updateType": "Full"}, command_id="another")
    assert (local_list().version, local_list().entries) == (4, {})


def test_a_differential_one_adds_replaces_and_deletes() -> None:
    ask("SendLocalList", full(3, "A", "B", "C"))
    changes = [*listed("a", status="Blocked"), {"idTag": "b"}, *listed("D")]
    update = {"listVersion": 4, "localAuthorizationList": changes, "updateType": "Differential"}
    ask("SendLocalList", update, command_id="another")
    known = local_list()
    assert (known.version, known.complete) == (4, True)
    assert known.entries == {
        "A": {"idTag": "a", "idTagInfo": {"status": "Blocked"}},
        "C": listed("C")[0],
        "D": listed("D")[0],
    }


def test_a_differential_one_on_what_nobody_knows_is_a_part() -> None:
    ask("SendLocalList", differential(9, "A"))
    assert (local_list().version, local_list().complete) == (9, False)


@pytest.mark.parametrize(("reported", "complete"), [(7, False), (0, True)])
def test_what_the_charge_point_reports_counts_more_than_what_it_accepted(
    reported: int, complete: bool
) -> None:
    ask("SendLocalList", full(3, "A"))
    ask("GetLocalListVersion", {}, {"listVersion": reported}, command_id="read")
    ask("SendLocalList", differential(8, "B"), command_id="another")
    known = local_list()
    assert (known.version, known.reported_version, known.complete) == (8, None, complete)
    assert list(known.entries) == ["B"]


@pytest.mark.parametrize("status", ["Failed", "NotSupported", "VersionMismatch"])
def test_a_list_that_was_not_accepted_changes_nothing(status: str) -> None:
    ask("SendLocalList", full(3, "A"))
    ask("SendLocalList", full(4, "B"), {"status": status}, command_id="another")
    assert (local_list().version, list(local_list().entries)) == (3, ["A"])


@pytest.mark.parametrize("version", [0, -1])
def test_versions_begin_at_1(version: int) -> None:
    assert (
        refusal("SendLocalList", full(version, "A"))
        == "listVersion: the versions of a list begin at 1"
    )


def test_a_differential_version_is_higher_than_the_known_one() -> None:
    assert refusal("SendLocalList", differential(1, "A")) is None
    ask("SendLocalList", full(3, "A"))
    reason = "listVersion: the charge point has version 3, and takes a higher one"
    assert refusal("SendLocalList", differential(3, "B")) == reason
    assert refusal("SendLocalList", differential(4, "B")) is None
    assert refusal("SendLocalList", full(1, "B")) is None


def test_an_entry_of_a_full_list_has_a_standing() -> None:
    bare = {"localAuthorizationList": [{"idTag": "A"}]}
    assert refusal("SendLocalList", full(1) | bare) == "A: an entry of a full list has an idTagInfo"
    assert refusal("SendLocalList", differential(1) | bare) is None


def test_an_id_tag_is_on_a_list_once() -> None:
    assert refusal("SendLocalList", full(1, "card", "CARD")) == "CARD is on the list twice"
    assert refusal("SendLocalList", differential(1, "A", "a")) == "a is on the list twice"


def test_no_more_is_sent_at_a_time_than_the_charge_point_takes() -> None:
    configured(SendLocalListMaxLength="2")
    assert refusal("SendLocalList", full(1, "A", "B")) is None
    assert (
        refusal("SendLocalList", full(1, "A", "B", "C"))
        == "it takes at most 2 entries at a time (SendLocalListMaxLength)"
    )


def test_the_list_gets_no_longer_than_the_charge_point_takes() -> None:
    configured(LocalAuthListMaxLength="2")
    reason = "the list would have 3 entries, and 2 at most (LocalAuthListMaxLength)"
    assert refusal("SendLocalList", full(1, "A", "B", "C")) == reason
    ask("SendLocalList", full(1, "A", "B"))
    assert refusal("SendLocalList", differential(2, "C")) == reason
    assert refusal("SendLocalList", differential(2, "b")) is None
    assert refusal("SendLocalList", full(2, "C", "D")) is None


@pytest.mark.parametrize(("reported", "filled"), [(None, 4), (9, 10), (0, 4), (-1, 4)])
def test_a_version_that_is_left_out_is_the_next(
    reported: int | None, filled: int, sockets: Sockets
) -> None:
    ask("SendLocalList", full(3, "A"))
    if reported is not None:
        ask("GetLocalListVersion", {}, {"listVersion": reported}, command_id="read")
    send("filled", "SendLocalList", {"updateType": "Full"})
    assert sockets.frames[-1][3] == {"listVersion": filled, "updateType": "Full"}


FILLED = {"updateType": "Full"}


def versions(sockets: Sockets) -> list[int]:
    return [frame[3]["listVersion"] for frame in sockets.frames]


def test_of_two_lists_that_wait_each_has_a_version_of_its_own(sockets: Sockets) -> None:
    for command_id in ("c1", "c2", "c3"):
        send(command_id, "SendLocalList", FILLED)
    assert found("c2").payload == FILLED, "it is taken as it leaves"
    answer("c1")
    answer("c2")
    assert versions(sockets) == [1, 2, 3]
    assert (local_list().version, found("c2").payload["listVersion"]) == (2, 2)


@pytest.mark.parametrize(
    "outcome",
    [
        lambda: look_after("c1", NOON + 30 * SECOND),
        lambda: error("c1"),
        lambda: answer("c1", {"status": "Failed"}),
        lambda: answer("c1", {"status": "VersionMismatch"}),
        lambda: answer("c1", {"status": 1}),
    ],
)
@pytest.mark.parametrize("first", [FILLED, FILLED | {"listVersion": 40}])
def test_whatever_became_of_a_list_the_next_has_a_higher_version(
    first: dict[str, Any], outcome: Callable[[], object], sockets: Sockets
) -> None:
    send("c1", "SendLocalList", first)
    outcome()
    send("c2", "SendLocalList", FILLED)
    before, after = versions(sockets)
    assert after == before + 1


def test_behind_a_list_with_a_version_of_the_operators_own_none_goes_back(
    sockets: Sockets,
) -> None:
    send("c1", "SendLocalList", FILLED | {"listVersion": 40})
    send("c2", "SendLocalList", FILLED)
    send("c3", "SendLocalList", FILLED | {"listVersion": 7})
    send("c4", "SendLocalList", FILLED)
    for command_id in ("c1", "c2", "c3"):
        answer(command_id)
    assert versions(sockets) == [40, 41, 7, 42]


def test_a_list_that_could_not_leave_is_numbered_anew_and_later_than_what_left_before(
    sockets: Sockets,
) -> None:
    sockets.gone.add("one")
    later = NOON + 3600 * SECOND
    assert send("c1", "SendLocalList", FILLED, until=later).status == "Queued"
    assert found("c1").payload == FILLED
    connected("two")
    drain(NOON + SECOND)
    assert versions(sockets) == [2]


def test_what_waits_from_an_older_version_has_its_number_already(sockets: Sockets) -> None:
    send("c1", "SendLocalList", FILLED)
    send("c2", "SendLocalList", FILLED | {"listVersion": 5})
    answer("c1")
    answer("c2")
    send("c3", "SendLocalList", FILLED)
    assert versions(sockets) == [1, 5, 6]


def test_the_first_version_is_1(sockets: Sockets) -> None:
    send("filled", "SendLocalList", {"updateType": "Full"})
    assert sockets.frames[-1][3] == {"listVersion": 1, "updateType": "Full"}


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a list so much is kept as holds five entries or so."""
    monkeypatch.setattr(local_list_items, "LARGEST_ITEM", 190)
    monkeypatch.setattr(domain, "MOST_ITEMS", 1)


@pytest.mark.usefixtures("narrow")
def test_what_is_more_than_can_be_kept_is_not_sent_though_it_is_forced(sockets: Sockets) -> None:
    tags = [f"{number:020x}" for number in range(40)]
    ask("SendLocalList", full(1, *tags[:2]))
    sent = len(sockets.frames)
    for payload in (full(2, *tags), differential(2, *tags[2:])):
        with pytest.raises(Unsendable, match="the list would have 40 entries, which is more than"):
            send("large", "SendLocalList", payload, force=True)
    assert len(sockets.frames) == sent
    assert set(local_list().entries) == {tag.upper() for tag in tags[:2]}


@pytest.mark.usefixtures("narrow")
def test_what_has_become_more_than_can_be_kept_while_it_waited_is_not_sent(
    sockets: Sockets,
) -> None:
    tags = ["CARD-ONE", "7c1b58d9e0a34f62", "c0ffee5177aa90b3", "12ab98fe76dc54ba"]
    send("c1", "SendLocalList", differential(1, *tags[:2]))
    send("c2", "SendLocalList", differential(2, *tags[2:]))
    answer("c1", ACCEPTED)
    assert found("c2").status == "TooLarge"
    assert len(sockets.frames) == 1
    assert set(local_list().entries) == {tag.upper() for tag in tags[:2]}


def test_a_list_in_several_items_is_known_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_list_items, "LARGEST_ITEM", 90)
    ask("SendLocalList", full(1, *"ABCDEFGH"))
    assert local_list().rest
    ask("SendLocalList", differential(2, "I", "J"), command_id="another")
    configured(LocalAuthListMaxLength="10")
    assert refusal("SendLocalList", differential(3, "A")) is None
    assert refusal("SendLocalList", differential(3, "K"))
    kept = local_lists.whole(local_list())
    assert kept
    assert sorted(kept.entries) == list("ABCDEFGHIJ")
