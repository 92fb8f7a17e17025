"""UpdateFirmware (§6.19) and SignedUpdateFirmware (whitepaper L01)."""

from ocpp.v16 import call, call_result
from ocpp.v16.enums import CertificateUse, FirmwareStatus, UpdateFirmwareStatus

from csms_tools.charge_point.body import firmware
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.firmware import Order, Signature
from csms_tools.charge_point.conversation.answers import Answer, Declined
from csms_tools.charge_point.domain.firmware import signing_certificate
from csms_tools.charge_point.tasks import FollowUp

RETRY_INTERVAL = 60


def update_firmware(cp: Body, request: call.UpdateFirmware) -> Answer:
    if cp.settings.signed_firmware_only:
        raise Declined("NotSupported", "only signed firmware is taken")  # C-49
    order = Order(
        request.location,
        cp.moment(request.retrieve_date),
        request.retries or 0,
        RETRY_INTERVAL if request.retry_interval is None else request.retry_interval,
    )
    return Answer(call_result.UpdateFirmware(), _begin(cp, order))


def signed_update_firmware(cp: Body, request: call.SignedUpdateFirmware) -> Answer:
    described = request.firmware
    roots = cp.trust.roots(CertificateUse.manufacturer_root_certificate)
    certificate = signing_certificate(described["signingCertificate"], roots, cp.today())
    if certificate is None:
        return _answer(UpdateFirmwareStatus.invalid_certificate)
    if cp.firmware_status in firmware.NO_WAY_BACK:
        return _answer(UpdateFirmwareStatus.rejected)
    install = described.get("installDateTime")
    order = Order(
        described["location"],
        cp.moment(described["retrieveDateTime"]),
        request.retries or 0,
        RETRY_INTERVAL if request.retry_interval is None else request.retry_interval,
        Signature(
            request.request_id,
            certificate,
            described["signature"],
            cp.moment(install) if install else None,
        ),
    )
    canceled = cp.tasks.running("firmware")
    status = UpdateFirmwareStatus.accepted_canceled if canceled else UpdateFirmwareStatus.accepted
    cp.tasks.stop("firmware")
    return _answer(status, _begin(cp, order))


def _answer(status: UpdateFirmwareStatus, then: FollowUp | None = None) -> Answer:
    return Answer(call_result.SignedUpdateFirmware(status), then)


def _begin(cp: Body, order: Order) -> FollowUp:
    async def begin() -> None:
        cp.firmware_status = FirmwareStatus.idle
        task = cp.tasks.start("firmware", firmware.update(cp, order))
        if not cp.automatic:
            await task

    return begin
