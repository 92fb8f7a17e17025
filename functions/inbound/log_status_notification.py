"""LogStatusNotification: how an upload of a log goes (Security Whitepaper, N01.FR.11 on)."""

from typing import Annotated, Literal

from csms.inbound.handler import lambda_handler
from csms.inbound.job_statuses import belongs_to_a_job
from csms.store.reported import reports
from csms.wire.meanings import Word
from csms.wire.ocpp16 import Call, Integer, Request, Response


class LogStatusNotification(Request):
    status: Annotated[
        Literal[
            "BadMessage",
            "Idle",
            "NotSupportedOperation",
            "PermissionDenied",
            "Uploaded",
            "UploadFailure",
            "Uploading",
        ]
        | None,
        Word(essential=True),
    ]
    request_id: Integer | None = None


class LogStatusNotificationResponse(Response):
    pass


def log_status_notification(
    request: LogStatusNotification, call: Call
) -> LogStatusNotificationResponse:
    reports.keep(call, request)
    return LogStatusNotificationResponse()


handler = lambda_handler(log_status_notification, then=belongs_to_a_job)
