"""What comes with a charge point that is created, changed or deleted: audit, socket, commands."""

from api.charge_points.settings import (
    ChargePointChange,
    after,
    changed,
    lets_in_anew,
)
from api.http.problems import Problem, bad_field
from api.http.request_context import RequestContext
from csms import task_queue
from csms.outbound import dispatch
from csms.store.provisioned import charge_points, provisioning
from csms.store.provisioned.charge_points import InvalidIdentity
from csms.store.provisioned.provisioning import Settings
from csms.store.provisioned.versions import AlreadyThere
from csms.store.reported import connections
from csms.store.reported.connections import Connection
from csms.store.table import fetch
from outbound import COMMANDS

Known = tuple[charge_points.ChargePoint, Connection | None]


def create(context: RequestContext, charge_point_id: str, settings: Settings) -> None:
    """Raises Problem."""
    audit = context.audit(f"charge-points/{charge_point_id}", {"created": changed(None, settings)})
    try:
        provisioning.create(charge_point_id, settings, audit)
    except AlreadyThere as error:
        raise Problem(409, f"the charge point {charge_point_id} is there already") from error
    except InvalidIdentity as error:
        raise bad_field("id", str(error), status=409) from error


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


def delete(context: RequestContext, charge_point: charge_points.ChargePoint) -> None:
    """Raises Moved."""
    charge_point_id = charge_point.charge_point_id
    provisioning.forget_device(charge_point_id)
    audit = context.audit(f"charge-points/{charge_point_id}", {"deleted": True})
    provisioning.remove(charge_point, audit)
    shut(context, charge_point_id)
    # what waits for it is given up before another can bear its id
    dispatch.drain_now_or_later(COMMANDS, charge_point_id, context.at)
