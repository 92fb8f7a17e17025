from collections.abc import Iterator
from datetime import timedelta

import pytest

from csms.domain import liveness
from csms.inbound import last_seen
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from csms_tools.cost import fleet
from tests.actions import PAYLOADS
from tests.conftest import Says
from tests.support import NOON

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    last_seen._noted.clear()
    yield
    last_seen._noted.clear()


def test_it_is_due_a_minute_after_it_was_noted() -> None:
    assert last_seen.is_due("CP1", NOON)
    last_seen.note("CP1", NOON)
    last_seen.note("CP1", NOON - SECOND)
    assert not last_seen.is_due("CP1", NOON + 61 * SECOND)
    assert last_seen.is_due("CP1", NOON + 62 * SECOND)
    assert last_seen.is_due("CP2", NOON)


def test_no_more_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_seen, "MOST_REMEMBERED", 2)
    for name in ("CP1", "CP2", "CP3"):
        last_seen.note(name, NOON)
    assert last_seen.is_due("CP1", NOON)
    assert not last_seen.is_due("CP3", NOON)


@pytest.mark.parametrize(("seconds", "noted"), [(60, 0), (61, 0), (62, 62)])
@pytest.mark.parametrize("action", ["Authorize", "MeterValues", "StartTransaction"])
def test_another_environment_does_not_note_again_what_it_has_read(
    action: str, seconds: int, noted: int, says: Says
) -> None:
    says("Heartbeat", {}, at=NOON)
    last_seen._noted.clear()
    says(action, PAYLOADS[action], at=NOON + seconds * SECOND)
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    assert charge_point.last_seen_at == NOON + noted * SECOND


def test_whoever_goes_by_it_knows_how_exact_it_is() -> None:
    assert liveness.EXACT_TO.total_seconds() == fleet.EXACT_TO == last_seen.EXACT_TO
