"""The operators' HTTP API: every resource, its description and the pages that show it."""

from typing import Any

from api.campaigns import actions as campaign_actions
from api.campaigns import resource as campaigns
from api.certificates import changes as certificate_changes
from api.certificates import deletions as certificate_deletions
from api.certificates import fleet as root_certificates
from api.certificates import resource as certificates
from api.charge_points import (
    charging_profiles,
    connection,
    connectors,
    inbox,
)
from api.charge_points import (
    import_export as charge_points_bulk,
)
from api.charge_points import (
    resource as charge_points,
)
from api.client_certificates import fleet as client_certificates_fleet
from api.client_certificates import issuing as client_certificates_issuing
from api.client_certificates import requests as certificate_requests
from api.client_certificates import resource as client_certificates
from api.client_certificates import servers as server_certificates
from api.commands import authorization_key
from api.commands import bulk as bulk_commands
from api.commands import resource as commands
from api.configuration import (
    drift as configuration_drift,
)
from api.configuration import (
    resource as configuration,
)
from api.configuration import (
    templates as configuration_templates,
)
from api.console import caller, changes, serving
from api.console import fleet as fleet_summary
from api.console import settings as deployment_settings
from api.files import images as firmware_images
from api.files import logs
from api.files import uploads as files
from api.firmware_updates import resource as firmware_updates
from api.http import browsers, compressed, docs, unchanged
from api.http.logged_request import LoggedRequest
from api.http.problems import Problem
from api.http.resolver import Api, Description
from api.http.roles import Role
from api.id_tags import import_export as id_tags_bulk
from api.id_tags import resource as id_tags
from api.jobs import resource as jobs
from api.local_lists import resource as local_list
from api.read_only import (
    audit,
    connectivity,
    deviations,
    health,
    messages,
    raised_problems,
    refused_calls,
    security_events,
)
from api.reservations import fleet as open_reservations
from api.reservations import resource as reservations
from api.transactions import (
    changes as transaction_changes,
)
from api.transactions import (
    meter_values,
    orphans,
)
from api.transactions import (
    resource as transactions,
)
from csms.deadline import OutOfTime, within
from csms.inbound.handler import Context
from csms.inbound.messages import Event
from csms.telemetry import logger

RESOURCES = (
    charge_points.resource,
    charge_points_bulk.resource,
    connection.resource,
    connectivity.resource,
    connectors.resource,
    authorization_key.resource,
    commands.resource,
    bulk_commands.resource,
    configuration.resource,
    configuration_drift.resource,
    configuration_templates.resource,
    local_list.resource,
    charging_profiles.resource,
    reservations.resource,
    open_reservations.resource,
    certificates.resource,
    certificate_changes.resource,
    certificate_deletions.resource,
    root_certificates.resource,
    client_certificates.resource,
    client_certificates_issuing.resource,
    certificate_requests.resource,
    client_certificates_fleet.resource,
    server_certificates.resource,
    jobs.resource,
    logs.resource,
    files.resource,
    firmware_images.resource,
    firmware_updates.resource,
    campaigns.resource,
    campaign_actions.resource,
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
    deviations.resource,
    caller.resource,
    fleet_summary.resource,
    changes.resource,
    deployment_settings.resource,
    health.resource,
)


def _with_commands(description: Description) -> Description:
    from api.commands.openapi_paths import with_commands  # imports 52 models

    return with_commands(description)


api = Api(_with_commands)
for resource in RESOURCES:
    api.include(resource)
docs.serve(api)
health.serve(api)

ROLES: dict[tuple[str, str], Role] = {
    (operation.method, operation.path): operation.role for operation in api.operations
}
"""The least role that each operation needs."""


@logger.inject_lambda_context
def handler(event: Event, context: Context) -> dict[str, Any]:
    logger.about(LoggedRequest(event))
    public = browsers.preflight(event) or serving.served(event)
    if public is None:
        answer = unchanged.told(event, _answer(event, context))
        public = compressed.told(event, answer)
    return browsers.told(event, public)


def _answer(event: Event, context: Context) -> dict[str, Any]:
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            return api.resolve(event, context)  # type: ignore[arg-type]
    except OutOfTime:
        logger.error("gave up: out of time")
        late = Problem(503, "the CSMS did not finish in time").response()
        return {"statusCode": 503, "headers": late.headers, "body": late.body}
