import pytest

from tests.conftest import Says
from tests.csms.command_steps import take_tasks


@pytest.mark.parametrize(
    "action",
    [
        "DiagnosticsStatusNotification",
        "FirmwareStatusNotification",
        "LogStatusNotification",
        "SignedFirmwareStatusNotification",
    ],
)
def test_a_status_is_somebodys_unless_it_is_idle(action: str, says: Says) -> None:
    status = "Uploading" if "Firmware" not in action else "Downloading"
    says(action, {"status": status})
    assert take_tasks() == [
        {
            "task": "follow-statuses",
            "chargePointId": "CP1",
            "notification": action,
            "at": "2026-06-01T12:00:00+00:00",
        }
    ]
    says(action, {"status": "Idle"})
    says(action, {"status": "Unheard"})
    assert take_tasks() == []
