from typing import Any

import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.connector_states import shortened, whole

STATE = {
    "status": "Charging",
    "errorCode": "NoError",
    "timestamp": "2026-06-01T12:00:00.125Z",
    "receivedAt": "2026-06-01T12:00:01.250+00:00",
}


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"errorCode": "GroundFailure", "info": "wet", "vendorId": "V", "vendorErrorCode": "7"},
        {"timestamp": "half past noon"},
        {"timestamp": "2026-06-01T12:00:00Z"},
        {"timestamp": "2026-06-01T12:00:00"},
        {"timestamp": "1970-01-01T00:00:00.000Z", "receivedAt": "1970-01-01T00:00:00.000+00:00"},
        {"status": "Unknown", "asSent": '{"status":7}', "s": "of the charge point's own"},
    ],
)
@pytest.mark.parametrize("lacks", [(), ("errorCode", "timestamp")])
def test_a_state_that_was_shortened_is_whole_again(
    other: dict[str, Any], lacks: tuple[str, ...]
) -> None:
    state = {name: value for name, value in (STATE | other).items() if name not in lacks}
    state.pop("s", None)
    assert whole(shortened(state)) == state


def test_a_state_of_an_older_version_is_as_it_was() -> None:
    assert whole(STATE) == STATE


def test_of_a_common_state_little_is_kept() -> None:
    assert shortened(STATE) == {"s": "Charging", "t": 1780315200125, "r": 1780315201250}


def test_both_are_read_from_an_item() -> None:
    charge_point = ChargePoint.of("CP1")
    charge_point.security_profile = 0
    charge_point.connectors = {"1": shortened(STATE), "2": STATE}
    raw = charge_point.serialize()
    assert ChargePoint.from_raw_data(raw).connectors.as_dict() == {"1": STATE, "2": STATE}
