"""GetDiagnostics (§6.5) and GetLog (whitepaper N01)."""

from ocpp.v16 import call, call_result
from ocpp.v16.enums import Log, LogStatus

from csms_tools.charge_point.body import logs
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.logs import Order
from csms_tools.charge_point.conversation.answers import Answer
from csms_tools.charge_point.tasks import FollowUp

RETRY_INTERVAL = 60


def get_diagnostics(cp: Body, request: call.GetDiagnostics) -> Answer:
    order = Order(
        request.location,
        logs.file_name(cp, Log.diagnostics_log),
        request.retries or 0,
        RETRY_INTERVAL if request.retry_interval is None else request.retry_interval,
    )
    return Answer(call_result.GetDiagnostics(order.name), _begin(cp, "diagnostics", order))


def get_log(cp: Body, request: call.GetLog) -> Answer:
    """A second request ends the first (N01.FR.12)."""
    order = Order(
        request.log["remoteLocation"],
        logs.file_name(cp, request.log_type),
        request.retries or 0,
        RETRY_INTERVAL if request.retry_interval is None else request.retry_interval,
        request.log_type,
        request.request_id,
    )
    canceled = cp.tasks.running("log")
    cp.tasks.stop("log")
    status = LogStatus.accepted_canceled if canceled else LogStatus.accepted
    return Answer(call_result.GetLog(status, order.name), _begin(cp, "log", order))


def _begin(cp: Body, name: str, order: Order) -> FollowUp:
    async def begin() -> None:
        task = cp.tasks.start(name, logs.upload(cp, order))
        if not cp.automatic:
            await task

    return begin
