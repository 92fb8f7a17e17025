"""GetLocalListVersion: which local list the charge point has (OCPP 1.6 §5.10)."""

from collections.abc import Sequence

from csms.outbound.command import Command, Known
from csms.store.commands import local_lists
from csms.store.table import Write
from csms.wire.ocpp16 import Integer, Request, Response


class GetLocalListVersion(Request):
    pass


class GetLocalListVersionResponse(Response):
    """0 is an empty list, -1 that there are none."""

    list_version: Integer


def remember(
    _: GetLocalListVersion, response: GetLocalListVersionResponse, known: Known
) -> Sequence[Write]:
    return [local_lists.reported(known.charge_point_id, response.list_version, known.at)]


command = Command(GetLocalListVersion, GetLocalListVersionResponse, on_response=remember)
