"""DiagnosticsStatusNotification: how an upload of diagnostics goes (OCPP 1.6 §4.4)."""

from typing import Annotated, Literal

from csms.inbound.handler import lambda_handler
from csms.inbound.job_statuses import belongs_to_a_job
from csms.store.reported import reports
from csms.wire.meanings import Word
from csms.wire.ocpp16 import Call, Request, Response


class DiagnosticsStatusNotification(Request):
    status: Annotated[
        Literal["Idle", "Uploaded", "UploadFailed", "Uploading"] | None, Word(essential=True)
    ]


class DiagnosticsStatusNotificationResponse(Response):
    pass


def diagnostics_status_notification(
    request: DiagnosticsStatusNotification, call: Call
) -> DiagnosticsStatusNotificationResponse:
    """Kept whether or not an upload was asked for (C-60)."""
    reports.keep(call, request)
    return DiagnosticsStatusNotificationResponse()


handler = lambda_handler(diagnostics_status_notification, then=belongs_to_a_job)
