"""GetCompositeSchedule: what all charging profiles come to together (OCPP 1.6 §5.7)."""

from csms.domain.charging_profiles import unit_not_allowed
from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration, unknown_connector
from csms.outbound.command import Command
from csms.store.reported.configuration import Configuration
from csms.wire.charging_profiles import ChargingRateUnit, ChargingSchedule
from csms.wire.ocpp16 import AcceptedOrRejected, Integer, Request, Response, Timestamp


class GetCompositeSchedule(Request):
    connector_id: Integer
    duration: Integer
    charging_rate_unit: ChargingRateUnit | None = None


class GetCompositeScheduleResponse(Response):
    status: AcceptedOrRejected
    connector_id: Integer | None = None
    schedule_start: Timestamp | None = None
    charging_schedule: ChargingSchedule | None = None


def objection(request: GetCompositeSchedule, context: CommandContext) -> str | None:
    configuration = context.find(Configuration.of(context.charge_point_id))
    return unknown_connector(context, request.connector_id) or unit_not_allowed(
        request.charging_rate_unit, configuration
    )


command = Command(
    GetCompositeSchedule,
    GetCompositeScheduleResponse,
    needs=needs_configuration,
    objection=objection,
)
