from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from tests.conftest import Says
from tests.support import NOON


def test_a_heartbeat_is_answered_the_time(says: Says) -> None:
    answer = [3, "unique-1", {"currentTime": "2026-06-01T12:00:00.000Z"}]
    assert says("Heartbeat", {}) == answer


def test_a_charge_point_that_beats_has_been_seen(says: Says) -> None:
    says("Heartbeat", {})
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    assert charge_point.last_seen_at == NOON


def test_a_heartbeat_with_something_in_it_beats_all_the_same(says: Says) -> None:
    answer = says("Heartbeat", {"colour": None, "status": ["red"]})
    assert answer
    assert answer[0] == 3
