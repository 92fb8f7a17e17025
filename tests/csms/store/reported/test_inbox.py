from datetime import timedelta

import pytest

from csms.store import table
from csms.store.reported import inbox
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
        knock(f"INVENTED-{number}", number)
    assert len(table.query(inbox.Stranger, "INBOX")) <= 3
    assert inbox.strangers()[0].identity == "INVENTED-29"


def test_who_is_forgotten_is_gone_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "SLOTS", 1)
    knock("A")
    with pytest.raises(table.ConditionFailed):
        table.perform(inbox.forgotten("B"))
    assert [stranger.identity for stranger in inbox.strangers()] == ["A"]
    table.perform(inbox.forgotten("A"))
    assert inbox.strangers() == []


def test_a_stranger_is_found_by_its_identity_and_no_other() -> None:
    knock("CP7")
    found = inbox.find("CP7")
    assert found
    assert found.identity == "CP7"
    assert inbox.find("CP8") is None
