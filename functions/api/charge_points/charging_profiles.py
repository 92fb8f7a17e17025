"""/charge-points/{chargePointId}/charging-profiles: what a charge point has accepted."""

from collections.abc import Sequence
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.resource import find
from api.http.models import Page, Time, View
from api.http.operations import Resource, shows
from api.http.request_context import RequestContext
from csms.store.commands import charging_profiles as store
from csms.store.commands.charging_profiles import InstalledProfile
from csms.store.paging import of_partition, part, taking
from csms.store.table import Raw

resource = Resource("/charge-points/{chargePointId}/charging-profiles", "Charging profiles")

EXAMPLE: dict[str, object] = {
    "chargingProfileId": 3,
    "connectorId": 1,
    "purpose": "TxDefaultProfile",
    "stackLevel": 0,
    "profile": {
        "chargingProfileId": 3,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16}],
        },
    },
    "acceptedAt": "2026-06-01T12:00:00.000Z",
    "commandId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
}


class ChargingProfile(View):
    """On one connector; 0 is the charge point itself."""

    charging_profile_id: int
    connector_id: int
    purpose: str
    stack_level: int
    transaction_id: int | None = None
    profile: dict[str, Any]
    accepted_at: Time
    command_id: str


class ChargingProfiles(Page[ChargingProfile]):
    pass


@resource.operation("GET", "", "viewer", shows(ChargingProfiles, {"items": [EXAMPLE]}), paged=True)
def list_charging_profiles(
    context: RequestContext,
    charge_point_id: str,
    connector_id: Annotated[int | None, Query(ge=0)] = None,
) -> ChargingProfiles:
    """The charging profiles that a charge point has, by id, as far as is known.

    A TxProfile is over with its transaction.
    """
    find(charge_point_id)

    def wanted(profile: InstalledProfile) -> bool:
        return connector_id in (None, profile.connector_id)

    def load(entries: Sequence[Raw]) -> list[InstalledProfile | None]:
        profiles = taking(InstalledProfile, wanted)(entries)
        valid = store.valid(charge_point_id, [one for one in profiles if one])
        marks = {profile.mark for profile in valid}
        return [one if one and one.mark in marks else None for one in profiles]

    own = of_partition(InstalledProfile, f"CP#{charge_point_id}", InstalledProfile.PREFIX)
    found = part(own, context.paging.limit, context.paging.position, load)
    return ChargingProfiles(
        items=[_view(profile) for profile in found.items],
        cursor=context.paging.cursor(found.position),
    )


def _view(profile: InstalledProfile) -> ChargingProfile:
    return ChargingProfile(
        charging_profile_id=profile.charging_profile_id,
        connector_id=profile.connector_id,
        purpose=profile.purpose,
        stack_level=profile.stack_level,
        transaction_id=profile.transaction_id,
        profile=profile.profile,
        accepted_at=profile.accepted_at,
        command_id=profile.command_id,
    )
