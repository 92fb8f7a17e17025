"""GetLocalListVersion (§5.10) and SendLocalList (§5.15)."""

from ocpp.v16 import call, call_result
from ocpp.v16.enums import UpdateStatus

from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.conversation.answers import Answer

FEATURE = "LocalAuthListManagement"
UNSUPPORTED = -1


def get_local_list_version(cp: Body, request: call.GetLocalListVersion) -> Answer:
    supported = FEATURE in cp.settings.features
    version = cp.local_list.version if supported else UNSUPPORTED
    return Answer(call_result.GetLocalListVersion(version))


def send_local_list(cp: Body, request: call.SendLocalList) -> Answer:
    if FEATURE not in cp.settings.features:
        return Answer(call_result.SendLocalList(UpdateStatus.not_supported))
    status = cp.local_list.update(
        request.update_type,
        request.list_version,
        request.local_authorization_list,
        send_limit=cp.configuration.number("SendLocalListMaxLength"),
        limit=cp.configuration.number("LocalAuthListMaxLength"),
    )
    return Answer(call_result.SendLocalList(status))
