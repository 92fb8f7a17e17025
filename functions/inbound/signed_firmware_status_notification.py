"""SignedFirmwareStatusNotification: how a signed update goes (Security Whitepaper, L01)."""

from typing import Annotated, Literal

from csms.inbound.handler import lambda_handler
from csms.inbound.job_statuses import belongs_to_a_job
from csms.store.reported import reports
from csms.wire.meanings import Word
from csms.wire.ocpp16 import Call, Integer, Request, Response


class SignedFirmwareStatusNotification(Request):
    status: Annotated[
        Literal[
            "Downloaded",
            "DownloadFailed",
            "Downloading",
            "DownloadScheduled",
            "DownloadPaused",
            "Idle",
            "InstallationFailed",
            "Installing",
            "Installed",
            "InstallRebooting",
            "InstallScheduled",
            "InstallVerificationFailed",
            "InvalidSignature",
            "SignatureVerified",
        ]
        | None,
        Word(essential=True),
    ]
    request_id: Integer | None = None


class SignedFirmwareStatusNotificationResponse(Response):
    pass


def signed_firmware_status_notification(
    request: SignedFirmwareStatusNotification, call: Call
) -> SignedFirmwareStatusNotificationResponse:
    reports.keep(call, request)
    return SignedFirmwareStatusNotificationResponse()


handler = lambda_handler(signed_firmware_status_notification, then=belongs_to_a_job)
