"""/charge-points: what operators set for them, and what is known of each."""

from collections.abc import Sequence
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.changes import Known, change, create, delete
from api.charge_points.settings import (
    ChargePointChange,
    NewChargePoint,
    SecurityProfile,
    after,
)
from api.charge_points.views import EXAMPLE, ChargePoint, ChargePoints, view
from api.http.conditional_changes import retried
from api.http.etags import etag, must_match
from api.http.models import Flag
from api.http.operations import NOTHING, Reply, Resource, shows
from api.http.problems import not_found
from api.http.request_context import RequestContext
from csms.store.paging import by_name, part
from csms.store.provisioned import charge_points
from csms.store.reported.connections import Connection
from csms.store.table import Raw, fetch, read
from csms.wire.ocpp16 import RegistrationStatus

resource = Resource("/charge-points", "Charge points")
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
