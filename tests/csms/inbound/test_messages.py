import pytest

from csms.store import table
from csms.store.provisioned.charge_points import ChargePoint
from tests.actions import PAYLOADS
from tests.conftest import Says
from tests.csms.inbound.receiving import receives
from tests.inbound.support import begun, stored
from tests.stored import (
    messages_of_day,
)
from tests.support import NOON, Sockets


def test_identity_comes_from_the_connection(says: Says) -> None:
    number = begun(says)
    assert stored(number).charge_point_id == "CP1"
    said = PAYLOADS["BootNotification"] | {"chargePointSerialNumber": "CP2"}
    says("BootNotification", said)
    assert table.fetch(ChargePoint.of("CP2")) == (None,)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the frame is not JSON"),
        ("hello", "the frame is not JSON"),
        ('{"a":1}', "no message type and id"),
        ('[3,"nobody",{}]', "it answers no call of ours"),
        ('[4,"nobody","GenericError","",{}]', "it answers no call of ours"),
    ],
)
@pytest.mark.parametrize("route", ["$default", "Heartbeat"])
def test_a_frame_that_is_ignored_stands_in_the_log_with_its_reason(
    route: str, text: str, reason: str, cp1: str, sockets: Sockets
) -> None:
    receives(route, text)
    assert sockets.posted == []
    (ignored,) = messages_of_day(cp1, NOON)
    assert (ignored.frame, ignored.error) == (text, f"ignored: {reason}")
