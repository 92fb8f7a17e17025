"""GetConfiguration: read some configuration keys, or all of them (OCPP 1.6 §5.8)."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration
from csms.outbound.command import AnswerNeeds, Command
from csms.store.reported.configuration import Configuration, Entry
from csms.store.table import Write
from csms.wire.meanings import Flag
from csms.wire.ocpp16 import Payload, Request, Response

Key = Annotated[str, Field(max_length=50)]


class GetConfiguration(Request):
    key: list[Key] | None = None


class KeyValue(Payload):
    key: Key
    readonly: Annotated[bool, Flag(missing=False)]
    value: Annotated[str, Field(max_length=500)] | None = None


class GetConfigurationResponse(Response):
    configuration_key: list[KeyValue] | None = None
    unknown_key: list[Key] | None = None


def objection(request: GetConfiguration, context: CommandContext) -> str | None:
    configuration = context.find(Configuration.of(context.charge_point_id))
    most = configuration and configuration.number("GetConfigurationMaxKeys")
    if most is None or len(request.key or []) <= most:
        return None
    return f"the charge point takes {most} keys at most (GetConfigurationMaxKeys)"


def remember(
    request: GetConfiguration, response: GetConfigurationResponse, context: CommandContext
) -> Sequence[Write]:
    """Without keys this is all there is; with keys it is no more than was asked for."""
    stub = Configuration.of(context.charge_point_id)
    configuration = context.find(stub) or stub
    told = [
        Entry(one.key, one.readonly, one.value, context.at)
        for one in response.configuration_key or []
    ]
    if request.key:
        asked = {key.casefold() for key in request.key}
        told = [entry for entry in told if entry.key.casefold() in asked]
        unknown = [key for key in response.unknown_key or [] if key.casefold() in asked]
        configuration.forget(unknown, context.at)
        configuration.keep(told)
    else:
        configuration.read_all(told, context.at)
    return [configuration.written()]


command = Command(
    GetConfiguration,
    GetConfigurationResponse,
    needs=needs_configuration,
    objection=objection,
    on_response=remember,
    answer_needs=AnswerNeeds(needs=needs_configuration),
)
