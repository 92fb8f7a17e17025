"""Which client certificate a charge point uses: the latest, which shuts out those before."""

from datetime import datetime

from csms.store.provisioned.charge_points import IS_THERE, ChargePoint
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.table import Cancelled, transact, update


def adopt(charge_point_id: str, sha256: str, issued_at: datetime, at: datetime) -> None:
    """The charge point has opened a connection with it, and with no later one before."""
    latest = ChargePoint.certificate_issued_at.does_not_exist() | (
        ChargePoint.certificate_issued_at <= issued_at
    )
    in_use = [
        ChargePoint.certificate_in_use.set(sha256),
        ChargePoint.certificate_issued_at.set(issued_at),
    ]
    first = [ClientCertificate.first_used_at.set(ClientCertificate.first_used_at | at)]
    try:
        transact(
            update(ChargePoint.of(charge_point_id), in_use, IS_THERE & latest),
            update(
                ClientCertificate.of(charge_point_id, sha256), first, ClientCertificate.pk.exists()
            ),
        )
    except Cancelled:
        return  # a later one has been used meanwhile
