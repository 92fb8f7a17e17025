"""ChangeConfiguration: set a configuration key (OCPP 1.6 §5.3)."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from csms import credentials
from csms.domain.command_context import CommandContext
from csms.domain.configuration import profile_told, unfit_key
from csms.domain.guards import needs_configuration
from csms.outbound.command import Command, FillWhenSent
from csms.store.provisioned import passwords
from csms.store.reported import problems
from csms.store.reported.configuration import WRITE_ONLY, Configuration, Entry, same_key
from csms.store.table import Write
from csms.wire.ocpp16 import Request, Response


class ChangeConfiguration(Request):
    key: Annotated[str, Field(max_length=50)]
    value: Annotated[str, Field(max_length=500)]


class ChangeConfigurationResponse(Response):
    status: Literal["Accepted", "Rejected", "RebootRequired", "NotSupported"]


def is_the_key(payload: dict[str, Any]) -> bool:
    key = payload.get("key")
    return isinstance(key, str) and same_key(key, WRITE_ONLY)


def new_key(_: CommandContext) -> str:
    return credentials.new_key().encode().hex()


def objection(request: ChangeConfiguration, context: CommandContext) -> str | None:
    return unfit_key(context, request.key, request.value)


def offer(request: ChangeConfiguration, context: CommandContext) -> Sequence[Write]:
    """The new AuthorizationKey opens the door from now on, beside the old one (C-38)."""
    if not same_key(request.key, WRITE_ONLY):
        return []
    next_hash = credentials.hash_password(request.value)
    return [passwords.offered(context.charge_point_id, context.command_id, next_hash)]


def remember(
    request: ChangeConfiguration, response: ChangeConfigurationResponse, context: CommandContext
) -> Sequence[Write]:
    if response.status in ("Rejected", "NotSupported"):
        return withdraw(request, context)
    stub = Configuration.of(context.charge_point_id)
    configuration = context.find(stub) or stub
    configuration.keep([Entry(request.key, readonly=False, value=request.value, at=context.at)])
    writes = [configuration.written()]
    if response.status == "Accepted" and same_key(request.key, WRITE_ONLY):
        writes.append(passwords.adopted(context.charge_point_id, context.command_id))
    if told := profile_told(context, request.key, request.value):
        what, at = problems.PROFILE_NOT_FOLLOWED, context.at
        writes.append(problems.raised(context.charge_point_id, what, at, at, told=told))
    return writes


def withdraw(request: ChangeConfiguration, context: CommandContext) -> Sequence[Write]:
    if not same_key(request.key, WRITE_ONLY):
        return []
    return [passwords.withdrawn(context.charge_point_id, context.command_id)]


command = Command(
    ChangeConfiguration,
    ChangeConfigurationResponse,
    needs=needs_configuration,
    objection=objection,
    fills=(FillWhenSent(("value",), new_key, meanwhile="00" * 20, where=is_the_key),),
    on_send=offer,
    on_response=remember,
    on_error=withdraw,
    names_no_secret=True,
)
