"""/charge-points/{chargePointId}/connectors: what each connector reported last."""

from api.charge_points.connector_views import CONNECTOR_EXAMPLE, Connector, Connectors, connectors
from api.charge_points.resource import find
from api.http.operations import Resource, shows
from api.http.problems import not_found
from api.http.request_context import RequestContext

resource = Resource("/charge-points/{chargePointId}/connectors", "Charge points")


@resource.operation("GET", "", "viewer", shows(Connectors, {"items": [CONNECTOR_EXAMPLE]}))
def list_connectors(context: RequestContext, charge_point_id: str) -> Connectors:
    """The connectors that a charge point has reported, 0 being itself."""
    charge_point, _ = find(charge_point_id)
    return Connectors(items=connectors(charge_point))


@resource.operation("GET", "/{connectorId}", "viewer", shows(Connector, CONNECTOR_EXAMPLE))
def read_connector(context: RequestContext, charge_point_id: str, connector_id: int) -> Connector:
    """One connector."""
    charge_point, _ = find(charge_point_id)
    for connector in connectors(charge_point):
        if connector.connector_id == connector_id:
            return connector
    raise not_found(f"the connector {connector_id} of {charge_point_id}")
