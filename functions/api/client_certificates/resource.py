"""/charge-points/{chargePointId}/client-certificates: what opens its sockets at profile 3."""

from datetime import timedelta
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field

from api.charge_points.existence import must_be_known
from api.charge_points.resource import find, shut
from api.client_certificates.views import (
    EXAMPLE,
    ISSUED,
    REVOKED,
    ClientCertificate,
    ClientCertificates,
    IssuedCertificate,
    members,
    view,
)
from api.commands.issuing import issue_command
from api.commands.parameters import Force, Sending, Wait
from api.commands.resource import EXAMPLE as COMMAND
from api.commands.resource import Command, sent
from api.commands.results import to_come
from api.http.idempotency import idempotency_key
from api.http.models import Body
from api.http.operations import Reply, Resource, shows
from api.http.problems import Problem, bad_field, not_found
from api.http.request_context import RequestContext
from csms.store.paging import of_partition, part, taking
from csms.store.provisioned import authority_ends, client_certificates, issued_certificates
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.problems import OF_CERTIFICATES
from csms.store.reported.problems import Problem as Raised
from csms.store.table import Cancelled, delete, fetch, transact

resource = Resource("/charge-points/{chargePointId}/client-certificates", "Client certificates")

CSR = "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n"
RENEWAL = {"requestedMessage": "SignChargePointCertificate"}
ASKED = COMMAND | {"action": "ExtendedTriggerMessage", "payload": RENEWAL}
ON_ITS_WAY = {name: ASKED[name] for name in list(ASKED)[:9]} | {"status": "Sent"}

Fingerprint = Annotated[
    str, Path(pattern="^[0-9A-Fa-f]{64}$", description="SHA-256 of its DER, in hex.")
]


class NewCertificate(Body):
    """Either a request that somebody brings, or the kind of a key that is made."""

    csr: Annotated[str, Field(max_length=10_000)] | None = None
    key_type: Literal["RSA", "EC"] | None = None
    lifetime_days: Annotated[int, Field(ge=1, le=3_650)] | None = None


class Revocation(Body):
    reason: Annotated[str, Field(min_length=1, max_length=200)] | None = None


@resource.operation(
    "GET", "", "viewer", shows(ClientCertificates, {"items": [EXAMPLE]}), paged=True
)
def list_client_certificates(context: RequestContext, charge_point_id: str) -> ClientCertificates:
    """The certificates that were issued for a charge point, and those revoked, by fingerprint."""
    own = of_partition(
        client_certificates.ClientCertificate,
        f"CP#{charge_point_id}",
        issued_certificates.PREFIX,
    )
    load = taking(client_certificates.ClientCertificate)
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
    "",
    "admin",
    shows(IssuedCertificate, ISSUED, "Location", status=201, said="Issued"),
    problems=(409,),
    body={"keyType": "EC"},
)
def issue_client_certificate(
    context: RequestContext, charge_point_id: str, body: NewCertificate, force: Force = False
) -> Reply:
    """Issue a certificate that a person brings to a charge point.

    With `csr` a request is signed; with `keyType` a key is made, too, and shown this once: it is
    kept nowhere. The names are ours, whatever a request has; `force` passes one that has others.
    The problems of the certificate before it are over.
    """
    from csms.issuance import certify, new_key  # these bring `cryptography`
    from csms.pki.authority import AuthorityFails
    from csms.pki.requests import UnfitRequest

    charge_point, _ = find(charge_point_id)
    if (body.csr is None) is (body.key_type is None):
        raise bad_field("csr", "either this or keyType is needed")
    key = new_key(body.key_type, charge_point.serial_number or "") if body.key_type else None
    try:
        made = certify(
            charge_point,
            key.csr if key else body.csr or "",
            context.at,
            source="installer" if key else "by hand",
            lifetime=timedelta(days=body.lifetime_days) if body.lifetime_days else None,
            approved=force,
        )
    except UnfitRequest as unfit:
        raise Problem(409, f"no certificate is issued: {unfit.reason}") from None
    except AuthorityFails as failure:
        raise Problem(409, f"the certificate authority fails: {failure.reason}") from None
    made.record.handed_out = issued_certificates.BY_HAND
    told = {"subject": made.record.subject, "notAfter": _day(made.record)}
    path = ("charge-points", charge_point_id, "client-certificates", made.record.sha256)
    audit = context.audit("/".join(path), {"issued": told | {"source": made.record.source}})
    solved = [delete(Raised.of(charge_point_id, what)) for what in OF_CERTIFICATES]
    transact(issued_certificates.issued(made.record, made.wakes_at), audit, *solved)
    authority_ends.note(made.authority, context.at)
    shown = IssuedCertificate(
        **members(made.record, context.at),
        chain="".join([made.issued.leaf_pem, *made.issued.issuers_pem]),
        private_key=key.private_key if key else None,
    )
    headers = {"Location": context.location(*path), "Cache-Control": "no-store"}
    return Reply(shown, 201, headers)


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
    key = idempotency_key(context)
    record = issue_command(
        context,
        charge_point_id,
        "ExtendedTriggerMessage",
        RENEWAL,
        timeout=sending.timeout,
        until=to_come(context, sending.queue_until, keyed=key is not None),
        force=sending.force,
        key=key,
    )
    return sent(record, wait)


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


def _day(certificate: client_certificates.ClientCertificate) -> str | None:
    return certificate.not_after.isoformat() if certificate.not_after else None
