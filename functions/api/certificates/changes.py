"""/charge-points/{chargePointId}/certificates: roots are installed and asked for."""

from datetime import timedelta
from typing import Annotated, get_args

from pydantic import Field

from api.certificates.resource import PEM
from api.charge_points.resource import find
from api.commands.issuing import issue_command
from api.commands.parameters import QueueUntil, Seconds, Sending, Wait
from api.commands.resource import send_and_wait
from api.commands.results import RESULT_EXAMPLE, CommandResults, result_of, to_come
from api.commands.views import EXAMPLE as COMMAND
from api.commands.views import Command
from api.commands.waiting import wait_for_outcomes
from api.http.idempotency import idempotency_key
from api.http.models import Body
from api.http.operations import Reply, Resource, shows
from api.http.request_context import RequestContext
from csms.ids import uuid7
from csms.wire.ocpp16 import CertificateType

resource = Resource("/charge-points/{chargePointId}/certificates", "Certificates")

INSTALL = COMMAND | {
    "action": "InstallCertificate",
    "payload": {"certificateType": "CentralSystemRootCertificate", "certificate": PEM},
}
INSTALLING = {name: INSTALL[name] for name in list(INSTALL)[:9]} | {"status": "Queued"}
READ = RESULT_EXAMPLE | {"status": "Answered"}


class NewRoot(Body):
    """`pem` leaves byte for byte."""

    certificate_type: CertificateType
    pem: Annotated[str, Field(max_length=5500)]


@resource.operation(
    "POST",
    "",
    "operator",
    shows(Command, INSTALLING, "Location", status=202, said="It waits, or is on its way"),
    shows(Command, INSTALL, "Location", said="It has ended, within the time to wait"),
    problems=(409, 422),
    body={"certificateType": "CentralSystemRootCertificate", "pem": PEM},
)
def install_root_certificate(
    context: RequestContext,
    charge_point_id: str,
    body: NewRoot,
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Give a charge point a root certificate to trust, by InstallCertificate.

    A 409, unless forced: what is not self-signed, and with AdditionalRootCertificateCheck what is
    not signed by the root that the charge point has.
    """
    return send_and_wait(
        context,
        charge_point_id,
        "InstallCertificate",
        {"certificateType": body.certificate_type, "certificate": body.pem},
        sending,
        wait,
    )


@resource.operation(
    "POST",
    "/refresh",
    "operator",
    shows(CommandResults, {"items": [RESULT_EXAMPLE]}, status=202, said="It is asked"),
    shows(CommandResults, {"items": [READ]}, said="All has been told, within the time to wait"),
    problems=(409, 422),
)
def ask_for_certificates(
    context: RequestContext,
    charge_point_id: str,
    wait: Wait = 0,
    timeout: Seconds = None,
    queue_until: QueueUntil = None,
) -> Reply:
    """Ask a charge point which root certificates it has, of each type."""
    until, key = to_come(context, queue_until), idempotency_key(context)
    find(charge_point_id)
    records = [
        issue_command(
            context,
            charge_point_id,
            "GetInstalledCertificateIds",
            {"certificateType": kind},
            timeout=timeout,
            until=until,
            key=key and f"{key}#{kind}",
            command_id=uuid7(context.at + timedelta(milliseconds=place)),
        )
        for place, kind in enumerate(get_args(CertificateType))
    ]
    if wait:
        records = wait_for_outcomes(records, wait)
    ended = wait and all(record.has_ended for record in records)
    results = CommandResults(items=[result_of(record) for record in records])
    return Reply(results, 200 if ended else 202)
