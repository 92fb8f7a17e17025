"""FirmwareStatusNotification: how a firmware update goes (OCPP 1.6 §4.5)."""

from typing import Annotated, Literal

from csms.inbound.handler import lambda_handler
from csms.inbound.job_statuses import belongs_to_a_job
from csms.store.reported import reports
from csms.wire.meanings import Word
from csms.wire.ocpp16 import Call, Request, Response


class FirmwareStatusNotification(Request):
    status: Annotated[
        Literal[
            "Downloaded",
            "DownloadFailed",
            "Downloading",
            "Idle",
            "InstallationFailed",
            "Installing",
            "Installed",
        ]
        | None,
        Word(essential=True),
    ]


class FirmwareStatusNotificationResponse(Response):
    pass


def firmware_status_notification(
    request: FirmwareStatusNotification, call: Call
) -> FirmwareStatusNotificationResponse:
    """Kept whether or not an update was asked for (C-60)."""
    reports.keep(call, request)
    return FirmwareStatusNotificationResponse()


handler = lambda_handler(firmware_status_notification, then=belongs_to_a_job)
