"""What may go over a connection that an expired certificate has opened."""

from csms.domain.rescue import SENT, TAKEN
from csms.wire.actions import CENTRAL_SYSTEM_ACTIONS
from tests.actions import ACTIONS


def test_all_are_actions_of_ocpp_and_of_the_right_side() -> None:
    assert {*ACTIONS} >= TAKEN
    assert CENTRAL_SYSTEM_ACTIONS >= SENT


def test_what_leads_to_a_certificate_is_among_them_and_what_opens_doors_is_not() -> None:
    assert {"SignCertificate", "BootNotification"} <= TAKEN
    assert {"CertificateSigned", "ExtendedTriggerMessage"} <= SENT
    assert not TAKEN & {"Authorize", "StartTransaction", "StopTransaction", "DataTransfer"}
    assert "ChangeConfiguration" not in SENT
