"""FirmwareStatusNotification: how a firmware update goes (OCPP 1.6 §4.5)."""

from typing import Literal

from csms.inbound.handler import lambda_handler
from csms.store.reported import reports
from csms.wire.ocpp16 import Call, Request, Response


class FirmwareStatusNotification(Request):
    status: Literal[
        "Downloaded",
        "DownloadFailed",
        "Downloading",
        "Idle",
        "InstallationFailed",
        "Installing",
        "Installed",
    ]


class FirmwareStatusNotificationResponse(Response):
    pass


def firmware_status_notification(
    request: FirmwareStatusNotification, call: Call
) -> FirmwareStatusNotificationResponse:
    """Kept whether or not an update was asked for (C-60)."""
    reports.keep(call, request)
    return FirmwareStatusNotificationResponse()


handler = lambda_handler(firmware_status_notification)
