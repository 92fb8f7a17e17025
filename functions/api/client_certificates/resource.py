"""/charge-points/{chargePointId}/client-certificates: what opens its sockets at profile 3."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field

from api.charge_points.changes import shut
from api.charge_points.existence import must_be_known
from api.client_certificates.views import (
    EXAMPLE,
    REVOKED,
    ClientCertificate,
    ClientCertificates,
    EndsFrom,
    EndsTo,
    view,
)
from api.commands.parameters import Sending, Wait
from api.commands.resource import send_and_wait
from api.commands.views import EXAMPLE as COMMAND
from api.commands.views import Command
from api.http.models import Body
from api.http.operations import Reply, Resource, shows
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from api.http.time_ranges import within
from csms.store.paging import of_partition, part, taking
from csms.store.provisioned import client_certificates, issued_certificates
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import Cancelled, fetch, transact

resource = Resource("/charge-points/{chargePointId}/client-certificates", "Client certificates")

RENEWAL = {"requestedMessage": "SignChargePointCertificate"}
ASKED = COMMAND | {"action": "ExtendedTriggerMessage", "payload": RENEWAL}
ON_ITS_WAY = {name: ASKED[name] for name in list(ASKED)[:9]} | {"status": "Sent"}

Fingerprint = Annotated[
    str, Path(pattern="^[0-9A-Fa-f]{64}$", description="SHA-256 of its DER, in hex.")
]


class Revocation(Body):
    reason: Annotated[str, Field(min_length=1, max_length=200)] | None = None


@resource.operation(
    "GET", "", "viewer", shows(ClientCertificates, {"items": [EXAMPLE]}), paged=True
)
def list_client_certificates(
    context: RequestContext, charge_point_id: str, since: EndsFrom = None, until: EndsTo = None
) -> ClientCertificates:
    """The certificates that were issued for a charge point, and those revoked, by fingerprint."""

    def wanted(certificate: client_certificates.ClientCertificate) -> bool:
        return within(certificate.not_after, since, until)

    own = of_partition(
        client_certificates.ClientCertificate,
        f"CP#{charge_point_id}",
        issued_certificates.PREFIX,
    )
    load = taking(client_certificates.ClientCertificate, wanted)
    found = part(own, context.paging.limit, context.paging.position, load)
    must_be_known(charge_point_id, context, found)
    return ClientCertificates(
        items=[view(one, context.at) for one in found.items],
        cursor=context.paging.cursor(found.position),
    )


@resource.operation("GET", "/{sha256}", "viewer", shows(ClientCertificate, EXAMPLE))
def read_client_certificate(
    context: RequestContext, charge_point_id: str, sha256: Fingerprint
) -> ClientCertificate:
    """One certificate."""
    return view(_found(charge_point_id, sha256), context.at)


@resource.operation(
    "POST",
    "/renew",
    "operator",
    shows(Command, ON_ITS_WAY, "Location", status=202, said="The question is on its way"),
    shows(Command, ASKED, "Location", said="It has ended, within the time to wait"),
    problems=(409, 422),
)
def renew_client_certificate(
    context: RequestContext,
    charge_point_id: str,
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Ask a charge point to renew its certificate, by ExtendedTriggerMessage.

    Its SignCertificate follows, and what becomes of that is seen among its requests.
    """
    return send_and_wait(context, charge_point_id, "ExtendedTriggerMessage", RENEWAL, sending, wait)


@resource.operation(
    "POST",
    "/{sha256}/revoke",
    "operator",
    shows(ClientCertificate, REVOKED),
    problems=(409,),
    body={"reason": "stolen from the van"},
)
def revoke_client_certificate(
    context: RequestContext, charge_point_id: str, sha256: Fingerprint, body: Revocation
) -> ClientCertificate:
    """Revoke a certificate: it opens no socket from now on, and an open one is closed.

    Also one of another issuer, whose fingerprint a security event tells.
    """
    stub = client_certificates.ClientCertificate.of(charge_point_id, sha256)
    known, charge_point = fetch(stub, ChargePoint.of(charge_point_id))
    if charge_point is None:
        raise not_found(f"the charge point {charge_point_id}")
    certificate = known or _foreign(stub, context)
    revoked = issued_certificates.revoked(
        certificate, context.at, body.reason, known=known is not None
    )
    path = f"charge-points/{charge_point_id}/client-certificates/{certificate.sha256}"
    audit = context.audit(path, {"revoked": {"reason": body.reason}})
    try:
        transact(*revoked, audit)
    except Cancelled:
        raise Problem(409, "it has been revoked already") from None
    shut(context, charge_point_id)
    return view(_found(charge_point_id, sha256), context.at)


def _foreign(
    stub: client_certificates.ClientCertificate, context: RequestContext
) -> client_certificates.ClientCertificate:
    """Nobody here knows more of it than its fingerprint."""
    stub.subject = stub.issuer = stub.serial_number = ""
    stub.source, stub.issued_at = "foreign", context.at
    return stub


def _found(charge_point_id: str, sha256: str) -> client_certificates.ClientCertificate:
    (found,) = fetch(client_certificates.ClientCertificate.of(charge_point_id, sha256))
    if found is None:
        raise not_found(f"the certificate {sha256} of {charge_point_id}")
    return found
