"""Authorize: may this id tag charge? (OCPP 1.6 §4.1)"""

from csms.domain.authorization import id_tag_info
from csms.inbound.handler import lambda_handler
from csms.inbound.registration import require_accepted
from csms.store.provisioned import id_tags
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import fetch
from csms.wire.ocpp16 import Call, IdTagInfo, IdToken, Request, Response


class Authorize(Request):
    id_tag: IdToken


class AuthorizeResponse(Response):
    id_tag_info: IdTagInfo


def authorize(request: Authorize, call: Call) -> AuthorizeResponse:
    charge_point, tag = fetch(ChargePoint.of(call.charge_point_id), IdTag.of(request.id_tag))
    require_accepted(charge_point, call)
    return AuthorizeResponse(id_tag_info=id_tag_info(tag, id_tags.group_of(tag), at=call.at))


handler = lambda_handler(authorize)
