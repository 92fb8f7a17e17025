"""GetLocalListVersion: which local list the charge point has (OCPP 1.6 §5.10)."""

from collections.abc import Sequence

from csms.domain.command_context import CommandContext
from csms.outbound.command import Command
from csms.store.commands import local_lists
from csms.store.table import Write
from csms.wire.ocpp16 import Integer, Request, Response


class GetLocalListVersion(Request):
    pass


class GetLocalListVersionResponse(Response):
    """0 is an empty list, -1 that there are none."""

    list_version: Integer


def remember(
    _: GetLocalListVersion, response: GetLocalListVersionResponse, context: CommandContext
) -> Sequence[Write]:
    return [local_lists.reported(context.charge_point_id, response.list_version, context.at)]


command = Command(
    GetLocalListVersion,
    GetLocalListVersionResponse,
    on_response=remember,
    then="keep-list-in-step",
)
