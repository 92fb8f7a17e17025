"""ClearCache (§5.4), DataTransfer (§5.6), Reset (§5.14)."""

from functools import partial

from ocpp.v16 import call, call_result
from ocpp.v16.enums import ClearCacheStatus, DataTransferStatus, ResetStatus

from csms_tools.charge_point.body import lifecycle
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.conversation.answers import Answer


def clear_cache(cp: Body, request: call.ClearCache) -> Answer:
    if not cp.configuration.flag("AuthorizationCacheEnabled"):
        return Answer(call_result.ClearCache(ClearCacheStatus.rejected))
    cp.cache.clear()
    return Answer(call_result.ClearCache(ClearCacheStatus.accepted))


def data_transfer(cp: Body, request: call.DataTransfer) -> Answer:
    """Its own vendor's `Echo` is all that it understands."""
    if request.vendor_id.casefold() != cp.settings.vendor.casefold():
        return Answer(call_result.DataTransfer(DataTransferStatus.unknown_vendor_id))
    if request.message_id not in (None, "Echo"):
        return Answer(call_result.DataTransfer(DataTransferStatus.unknown_message_id))
    return Answer(call_result.DataTransfer(DataTransferStatus.accepted, request.data))


def reset(cp: Body, request: call.Reset) -> Answer:
    then = partial(lifecycle.reset, cp, request.type)
    return Answer(call_result.Reset(ResetStatus.accepted), then)
