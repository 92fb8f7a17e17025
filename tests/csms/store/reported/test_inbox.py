from datetime import timedelta
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.store import table
from csms.store.reported import inbox
from csms.store.table import calls
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def knock(identity: str = "NEW", seconds: int = 0, **changes: str) -> None:
    at = NOON + timedelta(seconds=seconds)
    where = {"source_ip": "192.0.2.1", "certificate_subject": None} | changes
    inbox.knocked(identity, at, **where)  # type: ignore[arg-type]


def test_a_stranger_is_counted() -> None:
    knock()
    knock(seconds=30, source_ip="192.0.2.2")
    (stranger,) = inbox.strangers()
    assert (stranger.identity, stranger.attempts) == ("NEW", 2)
    assert (stranger.first_at, stranger.last_at) == (NOON, NOON + timedelta(seconds=30))
    assert stranger.source_ip == "192.0.2.2"
    assert stranger.expires_at == NOON + timedelta(seconds=30) + inbox.KEPT


def test_its_certificate_is_named() -> None:
    knock(certificate_subject="CN=SN-7")
    assert inbox.strangers()[0].certificate_subject == "CN=SN-7"


def test_it_is_told_why_it_was_refused_last() -> None:
    knock(reason="no subprotocol is offered")
    knock(seconds=1, reason="unknown identity")
    assert inbox.strangers()[0].reason == "unknown identity"


def test_the_latest_comes_first() -> None:
    for seconds, identity in enumerate(("A", "B", "C")):
        knock(identity, seconds)
    assert [stranger.identity for stranger in inbox.strangers()] == ["C", "B", "A"]


def test_invented_identities_never_outgrow_the_inbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "SLOTS", 3)
    for number in range(30):
        knock(f"INVENTED-{number}", 60 * number)
    assert len(inbox.strangers()) <= 3
    assert inbox.find("INVENTED-0") is None


def test_names_that_come_once_do_not_drive_out_who_keeps_trying(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbox, "SLOTS", 2)
    for minute in range(120):
        if minute % 30 == 0:
            for seconds in (0, 30):
                knock("GENUINE", 60 * minute + seconds)
        for number in range(3):
            knock(f"INVENTED-{minute}-{number}", 60 * minute + 40 + number, source_ip=f"{number}")
    found = inbox.find("GENUINE")
    assert found
    assert found.attempts == 8
    assert len(inbox.strangers()) == 2


def test_who_keeps_trying_finds_a_place_among_names_that_come_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbox, "SLOTS", 5)
    for number in range(20):
        knock(f"EARLY-{number}")
    knock("GENUINE")
    assert inbox.find("GENUINE") is None
    seconds = 0
    while not (found := inbox.find("GENUINE")) or found.attempts < 2:
        for number in range(4):
            knock(f"INVENTED-{seconds}-{number}", seconds + number)
        seconds += 30
        knock("GENUINE", seconds)
        assert seconds < 4 * 60 * 60
    for number in range(100):
        knock(f"LATE-{number}", seconds + 5 * number)
    assert inbox.find("GENUINE")


def test_a_stranger_keeps_one_place_and_takes_what_is_held_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbox, "SLOTS", 2)
    for identity in ("A", "B"):
        for seconds in (0, 1):
            knock(identity, seconds)
    knock("C", 2)
    assert inbox.find("C") is None
    held = int(inbox.HELD.total_seconds())
    knock("B", held)
    knock("C", held + 1)
    assert {one.identity for one in inbox.strangers()} == {"B", "C"}


def test_one_that_another_overtakes_leaves_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    call = calls.call

    def overtaken(operation: str, arguments: calls.Raw) -> calls.Raw:
        if operation == "PutItem":
            monkeypatch.setattr(calls, "call", call)
            knock("NEW")
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", overtaken)
    knock("NEW", 1)
    assert [one.attempts for one in inbox.strangers()] == [1]


def test_who_is_forgotten_is_gone_and_nobody_else() -> None:
    for identity in ("A", "B"):
        knock(identity)
    (a,) = (one for one in inbox.strangers() if one.identity == "A")
    table.transact(*inbox.forgotten(a))
    assert [stranger.identity for stranger in inbox.strangers()] == ["B"]
    with pytest.raises(table.Cancelled):
        table.transact(*inbox.forgotten(a))


def test_what_knocks_is_spread_over_several_partitions() -> None:
    for number in range(40):
        knock(f"CP-{number}")
    partitions = {stranger.pk for stranger in inbox.strangers()}
    assert partitions == {f"INBOX#{shard}" for shard in range(table.SHARDS)}


def noted_of_old(identity: str) -> None:
    """Before there were several partitions."""
    knock(identity)
    one = inbox.find(identity)
    assert one
    (gone,) = inbox.forgotten(one)
    table.perform(gone)
    one.pk = "INBOX"
    table.perform(table.put(one))


def test_who_was_noted_of_old_is_shown_and_forgotten() -> None:
    noted_of_old("A")
    knock("B", 1)
    assert [one.identity for one in inbox.strangers()] == ["B", "A"]
    found = inbox.find("A")
    assert found
    table.transact(*inbox.forgotten(found))
    assert [one.identity for one in inbox.strangers()] == ["B"]


def test_who_was_noted_of_old_and_comes_again_is_shown_once() -> None:
    noted_of_old("A")
    knock("B", 1)
    knock("A", 2)
    assert [one.identity for one in inbox.strangers()] == ["A", "B"]
    found = inbox.find("A")
    assert found
    assert found.last_at == NOON + timedelta(seconds=2)
    table.transact(*inbox.forgotten(found))
    assert inbox.find("A") is None
    assert [one.identity for one in inbox.strangers()] == ["B"]


@given(st.text(max_size=20))
def test_every_stranger_has_two_places_of_which_the_first_is_that_of_old(identity: str) -> None:
    first, second = inbox._slots(identity)
    assert first.sk != second.sk
    assert first.sk == f"SLOT#{crc32(identity.encode()) % inbox.SLOTS:03d}"


def test_a_stranger_is_found_by_its_identity_and_no_other() -> None:
    knock("CP7")
    found = inbox.find("CP7")
    assert found
    assert found.identity == "CP7"
    assert inbox.find("CP8") is None
