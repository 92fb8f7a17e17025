"""/charge-points: what operators set for them, and what is known of each."""

from collections.abc import Sequence
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.settings import (
    ChargePointChange,
    NewChargePoint,
    SecurityProfile,
    after,
    changed,
    lets_in_anew,
)
from api.charge_points.views import EXAMPLE, ChargePoint, ChargePoints, view
from api.http.conditional_changes import retried
from api.http.etags import etag, must_match
from api.http.models import Flag
from api.http.operations import NOTHING, Reply, Resource, shows
from api.http.problems import Problem, bad_field, not_found
from api.http.request_context import RequestContext
from csms import task_queue
from csms.outbound import dispatch
from csms.store.paging import by_name, part
from csms.store.provisioned import charge_points, provisioning
from csms.store.provisioned.charge_points import InvalidIdentity
from csms.store.provisioned.provisioning import Settings
from csms.store.provisioned.versions import AlreadyThere
from csms.store.reported import connections
from csms.store.reported.connections import Connection
from csms.store.table import Raw, fetch, read
from csms.wire.ocpp16 import RegistrationStatus
from outbound import COMMANDS

resource = Resource("/charge-points", "Charge points")

Known = tuple[charge_points.ChargePoint, Connection | None]
Text = Annotated[str | None, Query(min_length=1, max_length=255)]


@resource.operation("GET", "", "viewer", shows(ChargePoints, {"items": [EXAMPLE]}), paged=True)
def list_charge_points(
    context: RequestContext,
    registration: Annotated[RegistrationStatus | None, Query()] = None,
    security_profile: Annotated[SecurityProfile | None, Query()] = None,
    connected: Annotated[Flag | None, Query()] = None,
    model: Text = None,
    vendor: Text = None,
    q: Annotated[
        str | None, Query(min_length=1, max_length=255, description="What the id begins with.")
    ] = None,
) -> ChargePoints:
    """The charge points, by name."""

    def wanted(charge_point: charge_points.ChargePoint, connection: Connection | None) -> bool:
        boot = charge_point.boot or {}
        return (
            registration in (None, charge_point.registration)
            and security_profile in (None, charge_point.security_profile)
            and connected in (None, connection is not None)
            and model in (None, boot.get("chargePointModel"))
            and vendor in (None, boot.get("chargePointVendor"))
        )

    def load(entries: Sequence[Raw]) -> list[Known | None]:
        return [known if known and wanted(*known) else None for known in with_connections(entries)]

    names = by_name(charge_points.ChargePoint, "CP", q or "")
    found = part(names, context.paging.limit, context.paging.position, load)
    return ChargePoints(
        items=[view(*known) for known in found.items], cursor=context.paging.cursor(found.position)
    )


def with_connections(entries: Sequence[Raw]) -> list[Known | None]:
    """The charge points of these entries of a list; None for one that has gone."""
    keys = [(entry["pk"]["S"], entry["sk"]["S"]) for entry in entries]
    stored = {item.pk: item for item in read(charge_points.ChargePoint, keys)}
    sockets = read(Connection, [(pk, "CONNECTION") for pk, _ in keys])
    open_ones = {item.pk: item for item in sockets}
    return [(stored[pk], open_ones.get(pk)) if pk in stored else None for pk, _ in keys]


@resource.operation(
    "POST",
    "",
    "operator",
    shows(ChargePoint, EXAMPLE, "Location", "ETag", status=201, said="Created"),
    problems=(409,),
    body={"id": "CP1", "securityProfile": 2, "password": "tEn87hGdj3zYQ5mXw0Ab"},
)
def create_charge_point(context: RequestContext, body: NewChargePoint) -> Reply:
    """Provision a charge point.

    Security profiles 1 and 2 need a password, which is never shown: 16 to 20 characters, or 32 to
    40 hex digits. The others have none.
    """
    create(context, body.id, after(None, body))
    return created(context, body.id)


def create(context: RequestContext, charge_point_id: str, settings: Settings) -> None:
    """Raises Problem."""
    audit = context.audit(f"charge-points/{charge_point_id}", {"created": changed(None, settings)})
    try:
        provisioning.create(charge_point_id, settings, audit)
    except AlreadyThere as error:
        raise Problem(409, f"the charge point {charge_point_id} is there already") from error
    except InvalidIdentity as error:
        raise bad_field("id", str(error), status=409) from error


def created(context: RequestContext, charge_point_id: str) -> Reply:
    known = find(charge_point_id)
    headers = {
        "Location": context.location("charge-points", charge_point_id),
        "ETag": etag(known[0].version),
    }
    return Reply(view(*known), 201, headers)


@resource.operation("GET", "/{chargePointId}", "viewer", shows(ChargePoint, EXAMPLE, "ETag"))
def read_charge_point(context: RequestContext, charge_point_id: str) -> Reply:
    """One charge point."""
    return _shown(find(charge_point_id))


@resource.operation(
    "PATCH",
    "/{chargePointId}",
    "operator",
    shows(ChargePoint, EXAMPLE, "ETag"),
    problems=(409, 412),
    body={"registration": "Accepted", "interval": None},
)
def change_charge_point(
    context: RequestContext, charge_point_id: str, body: ChargePointChange
) -> Reply:
    """Change some of what is set for a charge point.

    What is left out stays as it is, and null removes it (RFC 7396). Another password,
    security profile or serial number closes its socket. A security profile that is named, also
    the present one, is the only one: an upgrade that was begun is withdrawn, and one that waits for
    acceptance is bound to it; another registration than Pending decides of it, too.
    """

    def attempt() -> Known:
        known = find(charge_point_id)
        must_match(context.if_match, known[0].version)
        withdraws = "security_profile" in body.model_fields_set
        settings = change(context, known, body, withdraws=withdraws)
        return known if settings is None else find(charge_point_id)

    return _shown(retried(context, attempt))


def change(
    context: RequestContext, known: Known, given: ChargePointChange, *, withdraws: bool = False
) -> Settings | None:
    """None if nothing changes; raises Problem or Moved.

    `withdraws`: an upgrade that is pending; and one that waits for acceptance is bound.
    """
    charge_point, _ = known
    before = Settings.of(charge_point)
    settings = after(before, given)
    differences = changed(before, settings)
    accepts = withdraws and charge_point.awaits_acceptance
    if accepts:
        differences["securityProfile"] = settings.security_profile
    withdraws = withdraws and charge_point.pending_security_profile is not None
    if withdraws:
        differences["pendingSecurityProfile"] = None
    if not differences:
        return None
    audit = context.audit(f"charge-points/{charge_point.charge_point_id}", {"changed": differences})
    provisioning.change(charge_point, settings, audit, withdraws=withdraws, accepts=accepts)
    if lets_in_anew(before, settings):
        shut(context, charge_point.charge_point_id)
    return settings


def shut(context: RequestContext, charge_point_id: str) -> None:
    """Close its socket, and send nothing more over it."""
    (connection,) = fetch(Connection.of(charge_point_id))
    if connection is None:
        return
    task_queue.close_connection(connection.connection_id, connection.connected_at, context.at)
    if ended := connections.closed(charge_point_id, connection.connection_id):
        dispatch.lost(COMMANDS, ended, context.at)


@resource.operation("DELETE", "/{chargePointId}", "admin", NOTHING, problems=(409, 412))
def delete_charge_point(context: RequestContext, charge_point_id: str) -> None:
    """Delete a charge point.

    Its socket is closed; its transactions and its history stay, and its id can be used again.
    """

    def attempt() -> None:
        charge_point, _ = find(charge_point_id)
        must_match(context.if_match, charge_point.version)
        delete(context, charge_point)

    retried(context, attempt)


def delete(context: RequestContext, charge_point: charge_points.ChargePoint) -> None:
    """Raises Moved."""
    charge_point_id = charge_point.charge_point_id
    provisioning.forget_device(charge_point_id)
    audit = context.audit(f"charge-points/{charge_point_id}", {"deleted": True})
    provisioning.remove(charge_point, audit)
    shut(context, charge_point_id)
    # what waits for it is given up before another can bear its id
    dispatch.drain_now_or_later(COMMANDS, charge_point_id, context.at)


def find(charge_point_id: str) -> Known:
    """Raises Problem."""
    charge_point, connection = fetch(
        charge_points.ChargePoint.of(charge_point_id), Connection.of(charge_point_id)
    )
    if charge_point is None:
        raise not_found(f"the charge point {charge_point_id}")
    return charge_point, connection


def _shown(known: Known) -> Reply:
    return Reply(view(*known), headers={"ETag": etag(known[0].version)})
