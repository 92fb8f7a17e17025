"""RemoteStartTransaction: begin a transaction from afar (OCPP 1.6 §5.11)."""

from collections.abc import Sequence
from datetime import datetime

from csms.domain.command_context import CommandContext
from csms.domain.guards import group_of, may_not_charge, unknown_connector
from csms.outbound.command import AnswerNeeds, Command, Fill
from csms.store.commands import charging_profiles, pending_profiles
from csms.store.commands.pending_profiles import PendingProfile
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.configuration import Configuration
from csms.store.table import StateItem, Write
from csms.wire.charging_profiles import ChargingProfile
from csms.wire.ocpp16 import AcceptedOrRejected, IdToken, Integer, Request, Response


class RemoteStartTransaction(Request):
    connector_id: Integer | None = None
    id_tag: IdToken
    charging_profile: ChargingProfile | None = None


class RemoteStartTransactionResponse(Response):
    """Accepted is no more than that it will try (errata 3.32)."""

    status: AcceptedOrRejected


def needs(request: RemoteStartTransaction, charge_point_id: str) -> Sequence[StateItem]:
    return [IdTag.of(request.id_tag), Configuration.of(charge_point_id)]


def needs_pending(request: RemoteStartTransaction, charge_point_id: str) -> Sequence[StateItem]:
    if request.charging_profile is None:
        return []
    return [_pending(request, charge_point_id), Configuration.of(charge_point_id)]


def group(request: RemoteStartTransaction, context: CommandContext) -> Sequence[StateItem]:
    return group_of(context, request.id_tag)


def objection(request: RemoteStartTransaction, context: CommandContext) -> str | None:
    if request.connector_id == 0:
        return "connector 0 is the charge point itself; leave it out for any connector"
    return (
        may_not_charge(context, request.id_tag)
        or unknown_connector(context, request.connector_id)
        or unfit_profile(request.charging_profile)
    )


def unfit_profile(profile: ChargingProfile | None) -> str | None:
    """C-54; there is no transaction yet that it could be meant for."""
    if profile is None:
        return None
    if profile.charging_profile_purpose != "TxProfile":
        return "chargingProfile: its purpose is TxProfile, for the transaction that begins"
    if profile.transaction_id is not None:
        return "chargingProfile: it has no transactionId before its transaction has begun"
    return None


def expect(request: RemoteStartTransaction, context: CommandContext) -> Sequence[Write]:
    """Its profile waits for the transaction before the frame leaves: that may begin at once."""
    if request.charging_profile is None:
        return []
    return [
        pending_profiles.waits(
            _pending(request, context.charge_point_id),
            request.charging_profile.to_wire(),
            context.command_id,
            context.at,
            _until(context),
        )
    ]


def remember(
    request: RemoteStartTransaction,
    response: RemoteStartTransactionResponse,
    context: CommandContext,
) -> Sequence[Write]:
    """Accepted, its profile takes the place of one that still waits for the same."""
    if response.status != "Accepted":
        return forget(request, context)
    if request.charging_profile is None:
        return []
    pending = _pending(request, context.charge_point_id)
    standing = context.find(pending)
    if standing is None:  # its transaction has begun
        return []
    until = _until(context)
    if standing.command_id == context.command_id:
        return [pending_profiles.waits_until(standing, until)]
    profile, command_id = request.charging_profile.to_wire(), context.command_id
    return [
        pending_profiles.waits(pending, profile, command_id, context.at, until, instead_of=standing)
    ]


def forget(request: RemoteStartTransaction, context: CommandContext) -> Sequence[Write]:
    if request.charging_profile is None:
        return []
    number = request.charging_profile.charging_profile_id
    pending = _pending(request, context.charge_point_id)
    return pending_profiles.refused(pending, number, context.command_id)


def _pending(request: RemoteStartTransaction, charge_point_id: str) -> PendingProfile:
    return PendingProfile.of(charge_point_id, request.connector_id, request.id_tag)


def _until(context: CommandContext) -> datetime:
    configuration = context.find(Configuration.of(context.charge_point_id))
    return pending_profiles.until(context.at, configuration)


command = Command(
    RemoteStartTransaction,
    RemoteStartTransactionResponse,
    needs=needs,
    leads_to=group,
    objection=objection,
    fills=(Fill(("chargingProfile", "chargingProfileId"), charging_profiles.NUMBERS),),
    on_send=expect,
    on_response=remember,
    on_error=forget,
    answer_needs=AnswerNeeds(needs=needs_pending),
    instead="give the schedule of its profile fewer periods, or send the profile by itself once "
    "the transaction has begun",
)
