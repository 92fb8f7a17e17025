"""How it is shown why a charge point does not connect: what it tried, and what is set for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from api.charge_points.views import Connection as ConnectionView
from api.http.models import Time, View
from csms import settings
from csms.domain.connectivity import State
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from csms.store.reported.inbox import Stranger
from csms.store.reported.security_events import Kind, OwnSecurityEvent

ATTEMPT: dict[str, object] = {
    "at": "2026-06-01T12:00:42.000Z",
    "sourceIp": "203.0.113.9",
    "type": "FailedToAuthenticate",
    "reason": "wrong credentials",
    "tries": 3,
    "presented": {"tls": True, "password": True, "subprotocols": "ocpp1.6"},
}
EXAMPLE: dict[str, object] = {
    "identity": "CP1",
    "state": "refused",
    "reason": "wrong credentials",
    "remedies": ["csms charge-points change CP1 --password - sets another"],
    "isSet": {
        "securityProfile": 2,
        "hasPassword": True,
        "registration": "Accepted",
        "minimumSecurityProfile": 1,
    },
    "attempts": [ATTEMPT],
    "throttled": False,
}


class Presented(View):
    """What came with a handshake; of a password, only whether there was one."""

    tls: bool
    password: bool
    subprotocols: str
    certificate_subject: str | None = None


class Attempt(View):
    """Handshakes that were refused within a minute, or a connection that was closed."""

    at: Time
    source_ip: str
    type: Annotated[
        Kind | None, Field(description="Of the security event; none where it is not provisioned.")
    ] = None
    reason: str
    tries: int
    presented: Presented | None = None


class Standing(View):
    security_profile: int
    pending_security_profile: int | None = None
    has_password: bool
    serial_number: str | None = None
    registration: str
    minimum_security_profile: int
    certificate_ends_at: Annotated[
        Time | None, Field(description="Of the latest of its own that is not revoked.")
    ] = None


class Connectivity(View):
    identity: str
    state: State
    reason: str
    remedies: Annotated[Sequence[str], Field(description="What to do, the likeliest first.")]
    is_set: Annotated[Standing | None, Field(description="None where it is not provisioned.")] = (
        None
    )
    connection: ConnectionView | None = None
    last_seen_at: Time | None = None
    attempts: Annotated[Sequence[Attempt], Field(description="Of two weeks, the latest first.")]
    of_its_address: Annotated[
        Sequence[Attempt] | None,
        Field(description="From there too, by somebody who did not come as far as to say who."),
    ] = None
    throttled: Annotated[
        bool, Field(description="It failed so often that it is not listened to for a minute.")
    ]


def of_stranger(stranger: Stranger) -> Attempt:
    return Attempt(
        at=stranger.last_at,
        source_ip=stranger.source_ip,
        reason=stranger.reason or "unknown identity",
        tries=stranger.attempts,
        presented=_presented(stranger.presented),
    )


def of_event(event: OwnSecurityEvent) -> Attempt:
    return Attempt(
        at=event.at,
        source_ip=event.source_ip,
        type=event.what,
        reason=event.reason,
        tries=event.tries,
        presented=_presented(event.presented),
    )


def _presented(stored: Any) -> Presented | None:
    return None if stored is None else Presented.model_validate(stored)


def standing(charge_point: ChargePoint, ends_at: datetime | None) -> Standing:
    return Standing(
        security_profile=charge_point.security_profile,
        pending_security_profile=charge_point.pending_security_profile,
        has_password=charge_point.password_hash is not None,
        serial_number=charge_point.serial_number,
        registration=charge_point.registration,
        minimum_security_profile=settings.minimum_security_profile(),
        certificate_ends_at=ends_at,
    )


def of_connection(connection: Connection) -> ConnectionView:
    return ConnectionView(
        connected_at=connection.connected_at,
        source_ip=connection.source_ip,
        security_profile=connection.security_profile,
        rescue=connection.rescue,
    )
