"""RemoteStartTransaction: begin a transaction from afar (OCPP 1.6 §5.11)."""

from collections.abc import Sequence

from csms.domain.command_context import CommandContext
from csms.domain.guards import group_of, may_not_charge, unknown_connector
from csms.outbound.command import Command, Fill
from csms.store.commands import charging_profiles
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.configuration import Configuration
from csms.store.table import StateItem
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


command = Command(
    RemoteStartTransaction,
    RemoteStartTransactionResponse,
    needs=needs,
    leads_to=group,
    objection=objection,
    fills=(Fill(("chargingProfile", "chargingProfileId"), charging_profiles.free_number),),
)
