"""SendLocalList: who may charge while the charge point cannot ask (OCPP 1.6 §5.15)."""

from collections.abc import Sequence
from typing import Literal

from csms.domain.command_context import CommandContext
from csms.domain.local_lists import known, unfit, unkept
from csms.outbound.command import AnswerNeeds, Command, FillWhenSent
from csms.store import counters
from csms.store.commands import local_lists
from csms.store.commands.local_lists import Changes, LocalList
from csms.store.counters import Counters
from csms.store.reported.configuration import Configuration
from csms.store.table import StateItem, Write
from csms.wire.ocpp16 import IdTagInfo, IdToken, Integer, Payload, Request, Response


class AuthorizationData(Payload):
    id_tag: IdToken
    id_tag_info: IdTagInfo | None = None


class SendLocalList(Request):
    list_version: Integer
    local_authorization_list: list[AuthorizationData] | None = None
    update_type: Literal["Differential", "Full"]

    @property
    def full(self) -> bool:
        return self.update_type == "Full"

    @property
    def changes(self) -> Changes:
        return [
            (entry.id_tag, entry.to_wire() if entry.id_tag_info else None)
            for entry in self.local_authorization_list or []
        ]


class SendLocalListResponse(Response):
    status: Literal["Accepted", "Failed", "NotSupported", "VersionMismatch"]


def needs_list(_: SendLocalList, charge_point_id: str) -> Sequence[StateItem]:
    return [LocalList.of(charge_point_id)]


def needs(_: SendLocalList, charge_point_id: str) -> Sequence[StateItem]:
    return [
        Configuration.of(charge_point_id),
        LocalList.of(charge_point_id),
        Counters.of(charge_point_id),
    ]


def next_version(context: CommandContext) -> int:
    return local_lists.next_version(
        context.find(LocalList.of(context.charge_point_id)),
        context.find(Counters.of(context.charge_point_id)),
    )


def leaves(request: SendLocalList, context: CommandContext) -> Sequence[Write]:
    """No later list gets its version, whatever becomes of this one."""
    return [counters.version_sent(context.charge_point_id, request.list_version)]


def further(_: SendLocalList, context: CommandContext) -> Sequence[StateItem]:
    local_list = context.find(LocalList.of(context.charge_point_id))
    return local_list.further if local_list else []


def objection(request: SendLocalList, context: CommandContext) -> str | None:
    configuration = context.find(Configuration.of(context.charge_point_id))
    full, changes = request.full, request.changes
    return unfit(request.list_version, changes, known(context), configuration, full=full)


def impossible(request: SendLocalList, context: CommandContext) -> str | None:
    return unkept(request.changes, known(context), full=request.full)


def remember(
    request: SendLocalList, response: SendLocalListResponse, context: CommandContext
) -> Sequence[Write]:
    if response.status != "Accepted":
        return []
    local_list = known(context) or LocalList.of(context.charge_point_id)
    local_list.accept(request.list_version, request.changes, context.at, full=request.full)
    return local_list.written()


command = Command(
    SendLocalList,
    SendLocalListResponse,
    needs=needs,
    leads_to=further,
    objection=objection,
    impossible=impossible,
    fills=(FillWhenSent(("listVersion",), next_version),),
    on_send=leaves,
    on_response=remember,
    answer_needs=AnswerNeeds(needs=needs_list, leads_to=further),
    then="continue-local-list",
    instead="send it in parts, the first as Full and those that follow as Differential, "
    "or PUT it to …/local-list, which does so",
)
