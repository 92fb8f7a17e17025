"""POST /charge-points/{chargePointId}/client-certificates: one that a person brings there."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from api.charge_points.resource import find
from api.client_certificates.views import ISSUED, IssuedCertificate, members
from api.commands.parameters import Force
from api.http.models import Body
from api.http.operations import Reply, Resource, shows
from api.http.problems import Problem, bad_field
from api.http.request_context import RequestContext
from csms.store.provisioned import authority_ends, issued_certificates
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported.problems import OF_CERTIFICATES
from csms.store.reported.problems import Problem as Raised
from csms.store.table import delete, transact

resource = Resource("/charge-points/{chargePointId}/client-certificates", "Client certificates")


class NewCertificate(Body):
    """Either a request that somebody brings, or the kind of a key that is made."""

    csr: Annotated[str, Field(max_length=10_000)] | None = None
    key_type: Literal["RSA", "EC"] | None = None
    lifetime_days: Annotated[int, Field(ge=1, le=3_650)] | None = None


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


def _day(certificate: ClientCertificate) -> str | None:
    return certificate.not_after.isoformat() if certificate.not_after else None
