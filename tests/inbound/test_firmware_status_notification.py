import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import reports
from csms.store.table import fetch
from tests.conftest import Says
from tests.support import NOON


@pytest.mark.parametrize("status", ["Downloading", "InstallationFailed", "Idle"])
def test_a_status_is_kept_whether_or_not_anybody_asked(status: str, says: Says) -> None:
    said = {"status": status}
    assert says("FirmwareStatusNotification", said) == [3, "unique-1", {}]
    (report,) = reports.of_charge_point("CP1", "FirmwareStatusNotification")
    assert report.payload == said
    assert report.at == report.received_at == NOON
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    last = charge_point.statuses.as_dict()["FirmwareStatusNotification"]
    assert last == {"status": status, "receivedAt": "2026-06-01T12:00:00.000+00:00"}


def test_a_status_of_another_message_is_refused(says: Says) -> None:
    answer = says("FirmwareStatusNotification", {"status": "SignatureVerified"})
    assert answer
    assert answer[:3] == [4, "unique-1", "PropertyConstraintViolation"]
    assert reports.of_charge_point("CP1", "FirmwareStatusNotification") == []
