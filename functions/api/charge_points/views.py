"""A charge point as operators see it: what is set, what it said of itself, and its connection."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from api.charge_points.automatic import ON_ITS_OWN, Automatic, automatic
from api.charge_points.connector_views import CONNECTOR_EXAMPLE, Connector, connectors, with_as_sent
from api.http.models import Page, Time, View
from csms.store.provisioned.charge_points import ChargePoint as Stored
from csms.store.provisioned.charge_points import received
from csms.store.reported.connections import Connection as StoredConnection
from csms.store.reported.reports import last_of, progress_of
from csms.wire.ocpp16 import RegistrationStatus

EXAMPLE: dict[str, object] = {
    "id": "CP1",
    "securityProfile": 2,
    "hasPassword": True,
    "registration": "Accepted",
    "registrationTold": "Accepted",
    "interval": 300,
    **ON_ITS_OWN,
    "connected": True,
    "connection": {
        "connectedAt": "2026-06-01T11:58:00.000Z",
        "sourceIp": "203.0.113.20",
        "securityProfile": 2,
    },
    "lastSeenAt": "2026-06-01T12:00:00.000Z",
    "bootedAt": "2026-06-01T11:58:01.000Z",
    "boot": {"chargePointVendor": "Vendor", "chargePointModel": "Model"},
    "connectors": [CONNECTOR_EXAMPLE],
    "statuses": {
        "FirmwareStatusNotification": {
            "status": "Idle",
            "receivedAt": "2026-06-01T11:58:02.000Z",
            "progress": {"status": "Installed", "receivedAt": "2026-05-30T03:00:00.000Z"},
        }
    },
}


class Connection(View):
    connected_at: Time
    source_ip: str
    security_profile: int
    rescue: Annotated[
        bool | None,
        Field(description="Its certificate has expired: only what leads to a new one is taken."),
    ] = None


class Progress(View):
    status: str
    received_at: Time
    request_id: int | None = None


class Status(View):
    """The last one of an action; `progress` is the last that was not Idle (§7.24)."""

    status: str
    received_at: Time
    progress: Progress | None = None


class ChargePoint(Automatic):
    security_profile: int
    pending_security_profile: Annotated[
        int | None,
        Field(
            description="That it was told to rise to: admitted beside the present one until it "
            "says something over a connection at it."
        ),
    ] = None
    has_password: bool
    serial_number: str | None = None
    registration: RegistrationStatus
    registration_told: Annotated[
        RegistrationStatus | None,
        Field(description="What its last BootNotification was answered; it goes by that."),
    ] = None
    awaits_acceptance: Annotated[
        bool | None,
        Field(description="It came by itself, and is bound to no security profile before that."),
    ] = None
    interval: int | None = None
    connected: bool
    connection: Connection | None = None
    last_seen_at: Time | None = None
    booted_at: Time | None = None
    boot: dict[str, object] | None = None
    connectors: Sequence[Connector]
    statuses: dict[str, Status]


class ChargePoints(Page[ChargePoint]):
    pass


def view(stored: Stored, connection: StoredConnection | None) -> ChargePoint:
    return ChargePoint(
        id=stored.charge_point_id,
        security_profile=stored.security_profile,
        pending_security_profile=stored.pending_security_profile,
        has_password=stored.password_hash is not None,
        serial_number=stored.serial_number,
        registration=stored.status,
        registration_told=stored.told,
        awaits_acceptance=stored.awaits_acceptance or None,
        interval=stored.interval,
        **automatic(stored),
        connected=connection is not None,
        connection=None
        if connection is None
        else Connection(
            connected_at=connection.connected_at,
            source_ip=connection.source_ip,
            security_profile=connection.security_profile,
            rescue=connection.rescue,
        ),
        last_seen_at=stored.last_seen_at,
        booted_at=stored.booted_at,
        boot=stored.boot and with_as_sent(stored.boot),
        connectors=connectors(stored),
        statuses=_statuses(stored.statuses.as_dict()),
    )


def _statuses(stored: Mapping[str, Any]) -> dict[str, Status]:
    shown = {}
    for action, said in last_of(stored).items():
        progress = progress_of(stored, action)
        shown[action] = Status.model_validate(
            _timed(said) | ({"progress": _timed(progress)} if progress else {})
        )
    return shown


def _timed(said: Mapping[str, Any]) -> dict[str, Any]:
    return {**said, "receivedAt": received(said["receivedAt"])}
