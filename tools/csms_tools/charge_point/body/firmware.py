"""Updating the firmware, signed and unsigned: download, check, install, reboot (§6.19, L01)."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from ocpp.v16.enums import FirmwareStatus as Status

from csms_tools.charge_point.body import lifecycle, security
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.files import TransferFailed
from csms_tools.charge_point.body.reporting import report_all
from csms_tools.charge_point.domain.firmware import genuine, version_of

PATIENCE = 5
"""Seconds between two looks whether the last transaction has ended."""
NO_WAY_BACK = frozenset({Status.installing, Status.install_rebooting})


@dataclass(frozen=True)
class Signature:
    request_id: int
    certificate: x509.Certificate
    signature: str
    install_at: datetime | None


@dataclass(frozen=True)
class Order:
    location: str
    retrieve_at: datetime
    retries: int = 0
    retry_interval: int = 60
    signed: Signature | None = None


async def tell(cp: Body, order: Order, status: Status) -> None:
    cp.firmware_status = status
    cp.firmware_request = order.signed.request_id if order.signed else None
    cp.note(f"firmware {status}")
    if order.signed is None:
        await cp.tell("FirmwareStatusNotification", status=str(status))
    else:
        request_id = order.signed.request_id
        await cp.tell("SignedFirmwareStatusNotification", status=str(status), requestId=request_id)


async def update(cp: Body, order: Order) -> None:
    signed = order.signed
    await _wait_until(cp, order, order.retrieve_at, Status.download_scheduled)
    await tell(cp, order, Status.downloading)
    firmware = await _download(cp, order)
    if firmware is None:
        await tell(cp, order, Status.download_failed)
        return
    await tell(cp, order, Status.downloaded)
    if signed is not None:
        if not genuine(firmware, signed.signature, signed.certificate):
            await tell(cp, order, Status.invalid_signature)
            security.log(cp, "InvalidFirmwareSignature")
            return
        await tell(cp, order, Status.signature_verified)
        if signed.install_at is not None:
            await _wait_until(cp, order, signed.install_at, Status.install_scheduled)
    await _install(cp, order)


async def _wait_until(cp: Body, order: Order, at: datetime, status: Status) -> None:
    wait = (at - cp.now()).total_seconds()
    if wait > 0:
        if order.signed is not None:
            await tell(cp, order, status)
        await cp.clock.sleep(wait)


async def _download(cp: Body, order: Order) -> bytes | None:
    for attempt in range(order.retries + 1):
        if attempt:
            await cp.clock.sleep(order.retry_interval)
        try:
            return await cp.files.download(order.location)
        except TransferFailed as error:
            cp.note(f"firmware download failed: {error}")
    return None


async def _install(cp: Body, order: Order) -> None:
    """Nobody can begin to charge any more; who does already is let finish."""
    cp.updating = True
    try:
        await report_all(cp)
        while cp.charging:
            await cp.clock.sleep(PATIENCE)
        await tell(cp, order, Status.installing)
        failed = cp.settings.installation_fails
        if failed:
            await tell(cp, order, Status.installation_failed)
        elif order.signed is not None:
            await tell(cp, order, Status.install_rebooting)
    finally:
        cp.updating = False
    if failed:
        await report_all(cp)
        return
    cp.firmware_version = version_of(order.location, cp.firmware_version)
    await lifecycle.power_cycle(cp)
    if order.signed is not None:
        await security.event(cp, "FirmwareUpdated", cp.firmware_version)
    await tell(cp, order, Status.installed)
