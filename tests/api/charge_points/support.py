"""What tests of charge points in the API give and look at."""

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.table import fetch
from tests.support import NOON

PASSWORD = "tEn87hGdj3zYQ5mXw0Ab"
SECURED = {"id": "CP 1", "securityProfile": 1, "password": PASSWORD}


def stored(charge_point_id: str) -> ChargePoint:
    (found,) = fetch(ChargePoint.of(charge_point_id))
    assert found
    return found


def connect(charge_point_id: str) -> None:
    connections.opened(
        charge_point_id,
        "socket",
        NOON,
        security_profile=0,
        source_ip="203.0.113.20",
        generation=stored(charge_point_id).generation,
    )
