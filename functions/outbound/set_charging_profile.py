"""SetChargingProfile: how much may be charged, and when (OCPP 1.6 §5.16)."""

from collections.abc import Sequence
from typing import Literal

from csms.domain import charging_profiles as rules
from csms.domain.command_context import CommandContext
from csms.domain.guards import unknown_connector
from csms.outbound.command import AnswerNeeds, Command, Fill
from csms.store.commands import charging_profiles
from csms.store.commands.charging_profiles import GoneProfiles, InstalledProfile
from csms.store.reported.configuration import Configuration
from csms.store.table import StateItem, Write, put
from csms.store.transactions import Transaction
from csms.wire.charging_profiles import ChargingProfile
from csms.wire.ocpp16 import Integer, Request, Response


class SetChargingProfile(Request):
    connector_id: Integer
    cs_charging_profiles: ChargingProfile


class SetChargingProfileResponse(Response):
    status: Literal["Accepted", "Rejected", "NotSupported"]


def needs(request: SetChargingProfile, charge_point_id: str) -> Sequence[StateItem]:
    configuration = Configuration.of(charge_point_id)
    number = request.cs_charging_profiles.transaction_id
    return (
        [configuration]
        if number is None
        else [
            configuration,
            Transaction.of(charge_point_id, number),
        ]
    )


def objection(request: SetChargingProfile, context: CommandContext) -> str | None:
    profile, connector_id = request.cs_charging_profiles, request.connector_id
    number, charge_point_id = profile.transaction_id, context.charge_point_id
    configuration = context.find(Configuration.of(charge_point_id))
    transaction = None if number is None else context.find(Transaction.of(charge_point_id, number))
    return (
        unknown_connector(context, connector_id)
        or rules.objection(profile, configuration)
        or rules.misplaced(profile, connector_id, transaction)
    )


def remember(
    request: SetChargingProfile, response: SetChargingProfileResponse, context: CommandContext
) -> Sequence[Write]:
    if response.status != "Accepted":
        return []
    charge_point_id = context.charge_point_id
    profile, connector_id = request.cs_charging_profiles, request.connector_id
    new = charging_profiles.accepted(
        charge_point_id, connector_id, profile, context.at, context.command_id
    )
    stored = [one for one in context.all(InstalledProfile) if one.sk != new.sk]  # which it replaces
    gone = context.find(GoneProfiles.of(charge_point_id))
    leaving = rules.replaced(profile, connector_id, charging_profiles.present(stored, gone))
    return [put(new), *charging_profiles.removed(charge_point_id, leaving, stored, gone)]


command = Command(
    SetChargingProfile,
    SetChargingProfileResponse,
    needs=needs,
    objection=objection,
    fills=(Fill(("csChargingProfiles", "chargingProfileId"), charging_profiles.NUMBERS),),
    on_response=remember,
    answer_needs=AnswerNeeds(needs=charging_profiles.needs_gone, lists=(InstalledProfile,)),
    instead="give the schedule fewer periods, or divide them among profiles with validFrom and "
    "validTo that follow each other",
)
