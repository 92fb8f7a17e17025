"""How a charge point at the door is shown: as who it came, and why it was refused."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from pydantic import Field

from api.charge_points import waiting
from api.http.models import Page, Time, View
from csms.store.provisioned.charge_points import ChargePoint as KnownChargePoint
from csms.store.reported.connections import Connection
from csms.store.reported.inbox import Stranger as Stored
from csms.store.table import read

NEVER = datetime.min.replace(tzinfo=UTC)

EXAMPLE: dict[str, object] = {
    "identity": "CP7",
    "sourceIp": "203.0.113.9",
    "firstAt": "2026-06-01T11:00:00.000Z",
    "lastAt": "2026-06-01T12:00:00.000Z",
    "attempts": 4,
    "reason": "unknown identity",
}


class Stranger(View):
    """As who it came, from where, since when and how often, and why it was refused last.

    What cannot be an identity stands as it came, an empty one as `(none)`. One that knows the
    onboarding password, or shows a trusted certificate, is not refused but waits for acceptance.
    """

    identity: str
    source_ip: str
    certificate_subject: str | None = None
    first_at: Time
    last_at: Time
    attempts: int
    reason: str | None = None
    awaits_acceptance: Annotated[
        bool | None,
        Field(description="It may connect, and is Pending until it is accepted."),
    ] = None
    security_profile: Annotated[
        int | None, Field(description="At which one that waits came last.")
    ] = None
    connected: bool | None = None
    vendor: Annotated[str | None, Field(description="As it said when it booted.")] = None
    model: str | None = None


class Strangers(Page[Stranger]):
    pass


def waiting_views(known: Sequence[KnownChargePoint]) -> list[Stranger]:
    keys = [(one.pk, "CONNECTION") for one in known]
    connected = {connection.pk for connection in read(Connection, keys)}
    return [
        Stranger(
            identity=one.charge_point_id,
            source_ip=one.onboarding_from or "",
            first_at=one.onboarding_since or NEVER,
            last_at=one.onboarding_at or NEVER,
            attempts=one.onboarding_times or 1,
            reason=waiting.words(one),
            awaits_acceptance=True,
            security_profile=one.security_profile,
            connected=one.pk in connected,
            vendor=(one.boot or {}).get("chargePointVendor"),
            model=(one.boot or {}).get("chargePointModel"),
        )
        for one in known
    ]


def stranger_view(stranger: Stored) -> Stranger:
    return Stranger(
        identity=stranger.identity,
        source_ip=stranger.source_ip,
        certificate_subject=stranger.certificate_subject,
        first_at=stranger.first_at,
        last_at=stranger.last_at,
        attempts=stranger.attempts,
        reason=stranger.reason,
    )
