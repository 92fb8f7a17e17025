"""The operators' HTTP API: every resource, its description and the pages that show it."""

from typing import Any

from api import (
    audit,
    bulk_commands,
    certificates,
    charge_points,
    charge_points_bulk,
    charging_profiles,
    commands,
    configuration,
    configuration_drift,
    configuration_templates,
    connectors,
    docs,
    id_tags,
    id_tags_bulk,
    inbox,
    jobs,
    local_list,
    messages,
    meter_values,
    orphans,
    raised_problems,
    refused_calls,
    reservations,
    security_events,
    transaction_changes,
    transactions,
)
from api.problems import Problem
from api.resolver import Api
from api.roles import Role
from csms.deadline import OutOfTime, within
from csms.inbound import Context, Event
from csms.telemetry import logger

RESOURCES = (
    charge_points.resource,
    charge_points_bulk.resource,
    connectors.resource,
    commands.resource,
    bulk_commands.resource,
    configuration.resource,
    configuration_drift.resource,
    configuration_templates.resource,
    local_list.resource,
    charging_profiles.resource,
    reservations.resource,
    certificates.resource,
    jobs.resource,
    id_tags.resource,
    id_tags_bulk.resource,
    inbox.resource,
    audit.resource,
    transactions.resource,
    transaction_changes.resource,
    meter_values.resource,
    orphans.resource,
    refused_calls.resource,
    messages.resource,
    security_events.resource,
    raised_problems.resource,
)

api = Api()
for resource in RESOURCES:
    api.include(resource)
docs.serve(api)

ROLES: dict[tuple[str, str], Role] = {
    (operation.method, operation.path): operation.role for operation in api.operations
}
"""The least role that each operation needs."""


def handler(event: Event, context: Context) -> dict[str, Any]:
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            return api.resolve(event, context)  # type: ignore[arg-type]
    except OutOfTime:
        logger.error("gave up: out of time")
        late = Problem(503, "the CSMS did not finish in time").response()
        return {"statusCode": 503, "headers": late.headers, "body": late.body}
