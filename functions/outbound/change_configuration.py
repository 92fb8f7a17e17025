"""ChangeConfiguration: set a configuration key (OCPP 1.6 §5.3)."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from csms import credentials, settings
from csms.domain.command_context import CommandContext
from csms.domain.configuration import (
    PROFILE,
    profile_not_followed,
    profile_offered,
    profile_told,
    unfit_key,
)
from csms.domain.guards import needs_configuration
from csms.outbound.command import AnswerNeeds, Command, FillWhenSent
from csms.store.provisioned import passwords, upgrades
from csms.store.reported import problems
from csms.store.reported.configuration import WRITE_ONLY, Configuration, Entry, same_key
from csms.store.table import Write
from csms.wire.ocpp16 import Request, Response

NO_CERTIFICATES = "SecurityProfile: at 3 it shows a certificate, and the edge asks for none here"


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
    unfit = unfit_key(context, request.key, request.value)
    if unfit is None and profile_told(request.key, request.value) == 3:
        return None if settings.certificates() else NO_CERTIFICATES
    return unfit


def offer(request: ChangeConfiguration, context: CommandContext) -> Sequence[Write]:
    """The new AuthorizationKey or SecurityProfile opens the door beside the old one (C-38, C-41).

    The same sent again waits for what the first command began: a charge point that has followed
    that may well refuse the next.
    """
    charge_point_id, command_id = context.charge_point_id, context.command_id
    if same_key(request.key, WRITE_ONLY):
        next_hash = context.charge_point.next_password_hash
        key = credentials.key_bytes(request.value)
        again = next_hash is not None and credentials.matches(key, next_hash)
        if next_hash is None or not again:
            next_hash = credentials.hash_password(request.value)
        return [passwords.offered(charge_point_id, command_id, next_hash, again=again)]
    profile = profile_offered(context, request.key, request.value)
    if profile is None or profile == context.charge_point.pending_security_profile:
        return []
    return [upgrades.offered(charge_point_id, command_id, profile)]


def remember(
    request: ChangeConfiguration, response: ChangeConfigurationResponse, context: CommandContext
) -> Sequence[Write]:
    if response.status in ("Rejected", "NotSupported"):
        return withdraw(request, context)
    stub = Configuration.of(context.charge_point_id)
    configuration = context.find(stub) or stub
    configuration.keep([Entry(request.key, readonly=False, value=request.value, at=context.at)])
    writes = [configuration.written()]
    if same_key(request.key, PROFILE):
        writes += offer(request, context)  # again, if another answer has withdrawn it
    elif response.status == "Accepted" and same_key(request.key, WRITE_ONLY):
        writes.append(passwords.adopted(context.charge_point_id, context.command_id))
    told = profile_not_followed(context, request.key, request.value)
    if told is not None:
        what, at = problems.PROFILE_NOT_FOLLOWED, context.at
        writes.append(problems.raised(context.charge_point_id, what, at, at, told=str(told)))
    return writes


def withdraw(request: ChangeConfiguration, context: CommandContext) -> Sequence[Write]:
    if same_key(request.key, WRITE_ONLY):
        return [passwords.withdrawn(context.charge_point_id, context.command_id)]
    if same_key(request.key, PROFILE):
        return [upgrades.withdrawn(context.charge_point_id, context.command_id)]
    return []


command = Command(
    ChangeConfiguration,
    ChangeConfigurationResponse,
    needs=needs_configuration,
    objection=objection,
    fills=(FillWhenSent(("value",), new_key, meanwhile="00" * 20, where=is_the_key),),
    on_send=offer,
    on_response=remember,
    on_error=withdraw,
    answer_needs=AnswerNeeds(needs=needs_configuration),
    names_no_secret=True,
)
