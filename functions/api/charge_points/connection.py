"""/charge-points/{chargePointId}/connection: the socket that a charge point is reached on."""

from api.charge_points.resource import find
from api.http.operations import NOTHING, Resource
from api.http.problems import not_found
from api.http.request_context import RequestContext
from csms import task_queue
from csms.outbound import dispatch
from csms.store.reported import connections
from csms.store.table import perform

resource = Resource("/charge-points/{chargePointId}/connection", "Charge points")


@resource.operation("DELETE", "", "operator", NOTHING)
def disconnect(context: RequestContext, charge_point_id: str) -> None:
    """Disconnect a charge point.

    Its socket is closed, and the command that it carries ends; the charge point connects anew. A
    connection that has died unnoticed is forgotten.
    """
    _, connection = find(charge_point_id)
    if connection is None:
        raise not_found(f"the connection of {charge_point_id}")
    perform(context.audit(f"charge-points/{charge_point_id}", {"disconnected": True}))
    task_queue.close_connection(connection.connection_id, connection.connected_at, context.at)
    # $disconnect does not always come
    if ended := connections.closed(charge_point_id, connection.connection_id):
        dispatch.lost_soon(ended)
        dispatch.wake(charge_point_id)
