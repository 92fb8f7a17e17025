"""A connector as operators see it: what it reported last, and what availability was set."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from api.http.models import Time, View
from csms.domain.availability import availability_of
from csms.store.provisioned.charge_points import ChargePoint as Stored
from csms.store.provisioned.charge_points import received

CONNECTOR_EXAMPLE: dict[str, object] = {
    "connectorId": 1,
    "status": "Available",
    "errorCode": "NoError",
    "receivedAt": "2026-06-01T12:00:00.000Z",
    "availability": {
        "type": "Operative",
        "status": "Accepted",
        "at": "2026-06-01T11:00:00.000Z",
    },
}


AsSent = Annotated[
    dict[str, Any] | str | None,
    Field(description="What had to be mended, as it came; text where there was too much of it."),
]


class Availability(View):
    """What ChangeAvailability set last, for the connector or for all, and what was answered."""

    type: str
    status: str
    at: Time


class Connector(View):
    """What a connector reported last; 0 is the charge point itself."""

    connector_id: int
    status: Annotated[
        str | None, Field(description="`Unknown` for a word that OCPP does not know.")
    ] = None
    error_code: str | None = None
    info: str | None = None
    vendor_id: str | None = None
    vendor_error_code: str | None = None
    as_sent: AsSent = None
    timestamp: Time | None = None
    received_at: Time | None = None
    availability: Availability | None = None


class Connectors(View):
    items: Sequence[Connector]


def connectors(stored: Stored) -> list[Connector]:
    """Those that have been heard of, or whose availability has been set."""
    reported, available = stored.connectors.as_dict(), stored.availability.as_dict()
    return [
        _connector(number, reported.get(str(number)), availability_of(number, available))
        for number in sorted({int(number) for number in reported | available})
    ]


def _connector(
    number: int, reported: dict[str, str] | None, available: Mapping[str, str] | None
) -> Connector:
    said = with_as_sent(reported or {})
    return Connector.model_validate(
        said
        | {"connectorId": number}
        | ({"receivedAt": received(said["receivedAt"])} if said else {})
        | ({"availability": {**available, "at": received(available["at"])}} if available else {})
    )


def with_as_sent(said: Mapping[str, Any]) -> dict[str, Any]:
    """`asSent` is kept as JSON, and cut if it is long."""
    if "asSent" not in said:
        return dict(said)
    try:
        as_sent = json.loads(said["asSent"])
    except ValueError:
        as_sent = said["asSent"]
    return {**said, "asSent": as_sent}
