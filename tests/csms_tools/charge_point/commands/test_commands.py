from typing import Any

import pytest

from csms_tools.charge_point import Settings
from csms_tools.charge_point.commands import COMMANDS, NEEDS
from csms_tools.charge_point.conversation.schemas import actions
from csms_tools.charge_point.settings import FEATURES
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make

MINE = """Authorize BootNotification DiagnosticsStatusNotification FirmwareStatusNotification
Heartbeat LogStatusNotification MeterValues SecurityEventNotification SignCertificate
SignedFirmwareStatusNotification StartTransaction StatusNotification StopTransaction"""


def test_every_action_that_a_central_system_may_send_is_answered() -> None:
    assert set(COMMANDS) == actions() - set(MINE.split())
    assert len(COMMANDS) == 26


def test_what_a_command_needs_is_a_feature_profile() -> None:
    assert set(NEEDS) <= set(COMMANDS)
    assert set(NEEDS.values()) <= set(FEATURES)


@pytest.mark.parametrize(
    ("action", "payload", "answer"),
    [
        ("CancelReservation", {"reservationId": 1}, "NotSupported"),
        ("ClearChargingProfile", {}, "NotSupported"),
        ("GetCompositeSchedule", {"connectorId": 1, "duration": 60}, "NotSupported"),
        ("GetDiagnostics", {"location": "ftp://x/"}, "NotSupported"),
        ("TriggerMessage", {"requestedMessage": "Heartbeat"}, "NotSupported"),
        ("GetLocalListVersion", {}, {"listVersion": -1}),
        ("SendLocalList", {"listVersion": 1, "updateType": "Full"}, {"status": "NotSupported"}),
    ],
)
async def test_a_plain_charge_point_supports_the_core_alone(
    make: Make, central: Central, action: str, payload: dict[str, Any], answer: Any
) -> None:
    cp = make(Settings(features=("Core",)), registered=True)
    await cp.connect()
    got = await central.command_raw(action, payload)
    assert (got[0] if isinstance(got, list) else got) == answer
