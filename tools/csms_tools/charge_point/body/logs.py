"""Diagnostics and logs: a small text, really sent where it is wanted (§6.25, N01)."""

import json
from dataclasses import dataclass

from ocpp.v16.enums import DiagnosticsStatus, Log, UploadLogStatus

from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.files import TransferFailed


@dataclass(frozen=True)
class Order:
    location: str
    name: str
    retries: int = 0
    retry_interval: int = 60
    kind: str = Log.diagnostics_log
    request_id: int | None = None
    """Given by GetLog; GetDiagnostics has none."""


def file_name(cp: Body, kind: str) -> str:
    stamp = cp.stamp().replace(":", "").replace("-", "").replace(".", "")
    return f"{cp.identity}-{kind}-{stamp}.txt".replace("/", "_")[-255:]


def content(cp: Body, kind: str) -> bytes:
    if kind == Log.security_log:
        return ("\n".join(cp.security_log) + "\n").encode()
    listing = cp.configuration.listing()
    state = {
        "identity": cp.identity,
        "firmware": cp.firmware_version,
        "configuration": {entry["key"]: entry.get("value") for entry in listing.known},
        "transactions": {c.number: c.transaction and c.transaction.number for c in cp.outlets},
        "waiting messages": len(cp.outbox),
    }
    return (json.dumps(state, indent=1) + "\n").encode()


async def upload(cp: Body, order: Order) -> None:
    await _tell(cp, order, UploadLogStatus.uploading)
    for attempt in range(order.retries + 1):
        if attempt:
            await cp.clock.sleep(order.retry_interval)
        try:
            await cp.files.upload(order.location, order.name, content(cp, order.kind))
        except TransferFailed as error:
            cp.note(f"upload failed: {error}")
        else:
            await _tell(cp, order, UploadLogStatus.uploaded)
            return
    await _tell(cp, order, UploadLogStatus.upload_failure)


async def _tell(cp: Body, order: Order, status: UploadLogStatus) -> None:
    """Two messages, and two spellings of one failure (C-50)."""
    over = status != UploadLogStatus.uploading
    cp.note(f"{order.kind} {status}")
    if order.request_id is not None:
        cp.log_request = None if over else order.request_id
        await cp.tell("LogStatusNotification", status=str(status), requestId=order.request_id)
        return
    failed = status == UploadLogStatus.upload_failure
    spelled = DiagnosticsStatus.upload_failed if failed else DiagnosticsStatus(status.value)
    cp.diagnostics_status = DiagnosticsStatus.idle if over else spelled
    await cp.tell("DiagnosticsStatusNotification", status=str(spelled))
