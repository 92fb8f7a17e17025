"""A client certificate nears its end: people are told, and the charge point may be asked to renew.

Only the one that the charge point uses, or is to use: of another nobody needs to know.
"""

from datetime import datetime, timedelta

from csms.domain.client_certificates import (
    ASKED_AGAIN,
    in_force,
    renewal_at,
)
from csms.domain.ends import due_warning, warning_at
from csms.domain.switches import RENEWAL
from csms.store.commands.automatisms import Automatism
from csms.store.provisioned import issued_certificates
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported import problems
from csms.store.reported.problems import CERTIFICATE_ENDS
from csms.store.table import Cancelled, Write, fetch, transact
from csms.telemetry import logger
from workflows.automatisms import Step, run

ASK = {"ask": Step("ExtendedTriggerMessage", {"requestedMessage": "SignChargePointCertificate"})}


def look_after(charge_point_id: str, sha256: str, at: datetime) -> None:
    """Whoever else looks at it at the same time does what is to be done, or this does."""
    certificates = issued_certificates.of_charge_point(charge_point_id)
    certificate = next((one for one in certificates if one.sha256 == sha256), None)
    charge_point, last = fetch(
        ChargePoint.of(charge_point_id), Automatism.of(charge_point_id, RENEWAL)
    )
    if certificate is None or certificate.by_name_sk is None:
        return
    before = certificate.by_name_sk
    writes: list[Write] = []
    if charge_point is None or in_force(certificates) is not certificate:
        issued_certificates.on_list(certificate, None)
        asks = False
    else:
        writes = _told(certificate, at)
        asks = RENEWAL in charge_point.switched_on and _renewal_is_due(certificate, at)
        if asks:
            certificate.renewal_asked_at = at
            certificate.renewals = (certificate.renewals or 0) + 1
        issued_certificates.on_list(certificate, _looked_at_next(certificate, at))
    try:
        transact(issued_certificates.looked_at(certificate, before), *writes)
    except Cancelled:
        return
    if asks and charge_point:
        last = last or Automatism.of(charge_point_id, RENEWAL)
        task = {"task": "look-after-certificate", "chargePointId": charge_point_id}
        occasion = f"certificate {sha256[:16]} {certificate.renewals}"
        run(last, charge_point, occasion, ASK, {**task, "sha256": sha256}, at)


def _told(certificate: ClientCertificate, at: datetime) -> list[Write]:
    assert certificate.not_after
    days = due_warning(certificate, at)
    if days is None:
        return []
    certificate.warned = days
    ends = "ended" if certificate.not_after <= at else "ends"
    told = f"its certificate {ends} at {certificate.not_after:%Y-%m-%d %H:%M} UTC"
    owner = certificate.charge_point_id
    logger.warning(told, extra={"charge_point_id": owner, "sha256": certificate.sha256})
    return [problems.raised(owner, CERTIFICATE_ENDS, at, at, told=told)]


def _renewal_is_due(certificate: ClientCertificate, at: datetime) -> bool:
    due, asked = renewal_at(certificate), certificate.renewal_asked_at
    return due is not None and due <= at and (asked is None or at - asked >= ASKED_AGAIN)


def _looked_at_next(certificate: ClientCertificate, at: datetime) -> datetime | None:
    """From its renewal on every day, for it may be switched on; at last when it has ended."""
    moments: list[datetime] = []
    if warning := warning_at(certificate):
        moments.append(warning[1])
    due = renewal_at(certificate)
    if due and certificate.not_after and at < certificate.not_after:
        moments.append(due if at < due else min(at + ASKED_AGAIN, certificate.not_after))
    return min((max(one, at + timedelta(seconds=1)) for one in moments), default=None)
