"""ClearChargingProfile: take charging profiles back (OCPP 1.6 §5.5)."""

from collections.abc import Sequence
from typing import Literal

from csms.domain.charging_profiles import cleared
from csms.domain.command_context import CommandContext
from csms.outbound.command import AnswerNeeds, Command
from csms.store.commands import charging_profiles
from csms.store.commands.charging_profiles import GoneProfiles, InstalledProfile
from csms.store.table import Write
from csms.wire.charging_profiles import ChargingProfilePurpose
from csms.wire.ocpp16 import Integer, Request, Response


class ClearChargingProfile(Request):
    id: Integer | None = None
    connector_id: Integer | None = None
    charging_profile_purpose: ChargingProfilePurpose | None = None
    stack_level: Integer | None = None


class ClearChargingProfileResponse(Response):
    status: Literal["Accepted", "Unknown"]


def objection(request: ClearChargingProfile, _: CommandContext) -> str | None:
    """The specification leaves open what both together mean (errata 3.25)."""
    others = (request.connector_id, request.charging_profile_purpose, request.stack_level)
    if request.id is not None and others != (None, None, None):
        return "with an id there are no other criteria"
    return None


def remember(
    request: ClearChargingProfile, response: ClearChargingProfileResponse, context: CommandContext
) -> Sequence[Write]:
    if response.status == "Unknown":
        return []
    stored = context.all(InstalledProfile)
    gone = context.find(GoneProfiles.of(context.charge_point_id))
    leaving = cleared(
        charging_profiles.present(stored, gone),
        charging_profile_id=request.id,
        connector_id=request.connector_id,
        purpose=request.charging_profile_purpose,
        stack_level=request.stack_level,
    )
    return charging_profiles.removed(context.charge_point_id, leaving, stored, gone)


command = Command(
    ClearChargingProfile,
    ClearChargingProfileResponse,
    objection=objection,
    on_response=remember,
    answer_needs=AnswerNeeds(needs=charging_profiles.needs_gone, lists=(InstalledProfile,)),
)
