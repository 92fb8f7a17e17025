"""/charge-points/{chargePointId}/certificate-requests: what came by SignCertificate."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path

from api.charge_points.existence import must_be_known
from api.client_certificates.views import (
    REQUEST,
    CertificateRequest,
    CertificateRequests,
    request_view,
)
from api.http.operations import Resource, Since, Until, shows
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from api.http.time_ranges import within
from csms import task_queue
from csms.store.paging import of_partition, part, taking
from csms.store.reported import signing_requests
from csms.store.reported.signing_requests import CertificateSigningRequest
from csms.store.table import Cancelled, fetch, transact

resource = Resource("/charge-points/{chargePointId}/certificate-requests", "Client certificates")

WAITS = {name: REQUEST[name] for name in ("requestId", "chargePointId", "receivedAt", "csr")} | {
    "state": "waiting",
    "approvedBy": "olga@example.com",
}

RequestId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


@resource.operation(
    "GET", "", "viewer", shows(CertificateRequests, {"items": [REQUEST]}), paged=True
)
def list_certificate_requests(
    context: RequestContext, charge_point_id: str, since: Since = None, until: Until = None
) -> CertificateRequests:
    """The certificate requests of a charge point, and what became of them.

    `from` and `to` go by when they were received.
    """

    def wanted(request: CertificateSigningRequest) -> bool:
        return within(request.received_at, since, until)

    own = of_partition(
        CertificateSigningRequest, f"CP#{charge_point_id}", CertificateSigningRequest.PREFIX
    )
    load = taking(CertificateSigningRequest, wanted)
    found = part(own, context.paging.limit, context.paging.position, load)
    must_be_known(charge_point_id, context, found)
    return CertificateRequests(
        items=[request_view(one) for one in found.items],
        cursor=context.paging.cursor(found.position),
    )


@resource.operation("GET", "/{requestId}", "viewer", shows(CertificateRequest, REQUEST))
def read_certificate_request(
    context: RequestContext, charge_point_id: str, request_id: RequestId
) -> CertificateRequest:
    """One certificate request."""
    return request_view(_found(charge_point_id, request_id))


@resource.operation(
    "POST",
    "/{requestId}/approve",
    "admin",
    shows(CertificateRequest, WAITS, status=202, said="The certificate is on its way"),
    problems=(409,),
)
def approve_certificate_request(
    context: RequestContext, charge_point_id: str, request_id: RequestId
) -> CertificateRequest:
    """Have a certificate issued though the request names somebody else, or failed.

    The certificate bears the charge point's serial number and our organization.
    """
    request = _found(charge_point_id, request_id)
    if request.state not in ("waiting", "failed"):
        raise Problem(409, f"the request is {request.state}")
    request.state, request.attempts, request.reason = "waiting", 0, None
    request.wakes_at, request.ended_at, request.expires_at = context.at, None, None
    request.approved_by = context.caller.name or context.caller.subject
    path = f"charge-points/{charge_point_id}/certificate-requests/{request_id}"
    try:
        transact(signing_requests.moved(request), context.audit(path, {"approved": True}))
    except Cancelled:
        raise Problem(409, "somebody else is at it; look again") from None
    task_queue.issue_certificate_later(charge_point_id, request_id)
    return request_view(request)


def _found(charge_point_id: str, request_id: str) -> CertificateSigningRequest:
    (found,) = fetch(CertificateSigningRequest.of(charge_point_id, request_id))
    if found is None:
        raise not_found(f"the certificate request {request_id} of {charge_point_id}")
    return found
