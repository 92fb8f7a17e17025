"""What charge points lack of a configuration template: shown, and set."""

from datetime import timedelta
from functools import partial
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.resource import find as find_charge_point
from api.commands.bulk import Identities, each_once
from api.commands.issuing import issue_command
from api.commands.results import (
    REFUSED_EXAMPLE,
    RESULT_EXAMPLE,
    CommandResult,
    CommandResults,
    attempted,
    refused,
    to_come,
)
from api.configuration.templates import find as find_template
from api.http.idempotency import idempotency_key
from api.http.models import Body, Time, View
from api.http.operations import Resource, shows
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from csms.domain.configuration_templates import Difference, Drift, differences
from csms.ids import uuid7
from csms.store.commands import CommandRecord
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.configuration_templates import ConfigurationTemplate, TemplateApplied
from csms.store.reported.configuration import Configuration
from csms.store.table import fetch, read

resource = Resource("", "Configuration")

MOST_COMMANDS = 150  # each is some round trips, and there are 29 seconds

DRIFT = {
    "template": "ACME X1",
    "isForThisModel": True,
    "items": [
        {"key": "HeartbeatInterval", "wanted": "300", "known": "86400", "drift": "Different"}
    ],
}


class KeyDrift(View):
    """`commandId`: by which it was set while the charge point was Pending, if it was."""

    key: str
    wanted: str
    known: str | None = None
    drift: Drift
    command_id: str | None = None


class ConfigurationDrift(View):
    template: str
    is_for_this_model: bool
    items: list[KeyDrift]


class Application(Body):
    """`timeout` is the default."""

    charge_point_ids: Identities
    queue_until: Time | None = None
    force: bool = False


@resource.operation(
    "GET",
    "/charge-points/{chargePointId}/configuration/drift",
    "viewer",
    shows(ConfigurationDrift, DRIFT),
)
def read_configuration_drift(
    context: RequestContext,
    charge_point_id: str,
    template: Annotated[str, Query(min_length=1, max_length=100)],
) -> ConfigurationDrift:
    """The keys of a template that a charge point has not set so, as far as is known."""
    charge_point, _ = find_charge_point(charge_point_id)
    compared = find_template(template)
    configuration, applied = fetch(
        Configuration.of(charge_point_id), TemplateApplied.of(charge_point_id)
    )
    tried = applied.tried if applied and applied.mark == compared.mark else {}
    return ConfigurationDrift(
        template=template,
        is_for_this_model=compared.is_for(charge_point),
        items=[
            KeyDrift(
                key=one.key,
                wanted=one.wanted,
                known=one.known,
                drift=one.drift,
                command_id=tried.get(one.key, {}).get("command"),
            )
            for one in differences(compared.values, configuration)
        ],
    )


@resource.operation(
    "POST",
    "/configuration-templates/{name}/apply",
    "operator",
    shows(
        CommandResults,
        {"items": [RESULT_EXAMPLE | {"key": "HeartbeatInterval"}, REFUSED_EXAMPLE]},
        status=202,
        said="Each command was written down, or refused",
    ),
    problems=(413,),
    keyed=True,
    body={"chargePointIds": ["CP1", "CP2"]},
)
def apply_configuration_template(
    context: RequestContext, name: str, body: Application
) -> CommandResults:
    """Set what differs from a template, or is not known, at up to a hundred charge points.

    Each key is one ChangeConfiguration command; a charge point that has all of it gets none. An
    `Idempotency-Key` holds for each charge point and key.
    """
    template = find_template(name)
    until, idempotent = to_come(context, body.queue_until), idempotency_key(context)
    lacking, results = _lacking(template, each_once(body.charge_point_ids), force=body.force)
    if len(lacking) > MOST_COMMANDS:
        raise Problem(
            413,
            f"it takes {len(lacking)} commands, and {MOST_COMMANDS} is most: name fewer of them",
        )

    def give(charge_point_id: str, difference: Difference, place: int) -> CommandRecord:
        return issue_command(
            context,
            charge_point_id,
            "ChangeConfiguration",
            {"key": difference.key, "value": difference.wanted},
            until=until,
            force=body.force,
            key=idempotent and f"{idempotent}#{difference.key}",
            command_id=uuid7(context.at + timedelta(milliseconds=place)),
        )

    for place, (charge_point_id, one) in enumerate(lacking):
        ordering = partial(give, charge_point_id, one, place)
        results.append(attempted(charge_point_id, ordering, key=one.key))
    return CommandResults(items=results)


def _lacking(
    template: ConfigurationTemplate, charge_point_ids: list[str], *, force: bool
) -> tuple[list[tuple[str, Difference]], list[CommandResult]]:
    """What each lacks, and why some are not asked."""
    of_all = [(f"CP#{one}", "CP") for one in charge_point_ids]
    stored = {item.charge_point_id: item for item in read(ChargePoint, of_all)}
    known = {
        item.pk: item for item in read(Configuration, [(pk, "CONFIGURATION") for pk, _ in of_all])
    }
    lacking: list[tuple[str, Difference]] = []
    results: list[CommandResult] = []
    for one in charge_point_ids:
        charge_point = stored.get(one)
        if charge_point is None:
            results.append(refused(one, not_found(f"the charge point {one}")))
        elif not (force or template.is_for(charge_point)):
            results.append(refused(one, Problem(409, "the template is for another model")))
        else:
            drift = differences(template.values, known.get(f"CP#{one}"))
            lacking += [(one, difference) for difference in drift]
    return lacking, results
