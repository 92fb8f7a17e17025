"""What each charge point last said of itself; it stands on the charge point's own item."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import size
from pynamodb.expressions.update import Action

from csms.store.provisioned.charge_points import IS_THERE, ChargePoint
from csms.store.table import ConditionFailed, Raw, Write, perform, update, when
from csms.wire.errors import OcppError, Refused
from csms.wire.ocpp16 import Call

MOST_CONNECTORS = 256  # a charge point that invents numbers must not outgrow its item
MOST_AS_SENT = 1_000  # characters of what had to be mended, for a connector or the boot
MAY_SPEAK = ChargePoint.registration != "Rejected"


def booted(call: Call, boot: dict[str, Any]) -> ChargePoint:
    """Keep what it says of itself, and its registration as told; returns it as it now is."""
    actions: list[Action] = [
        ChargePoint.boot.set(_bounded(boot)),
        ChargePoint.booted_at.set(call.at),
        ChargePoint.last_seen_at.set(call.at),
        ChargePoint.registration_told.set(ChargePoint.registration | "Accepted"),
    ]
    charge_point = ChargePoint.of(call.charge_point_id)
    try:
        return ChargePoint.from_raw_data(
            perform(update(charge_point, actions, IS_THERE), returning="ALL_NEW")
        )
    except ConditionFailed as error:
        raise Refused("this charge point is no longer provisioned") from error


def seen(call: Call, *also: Action) -> Write:
    """That it spoke, and what else there is to say; only if it may speak at all."""
    actions = [ChargePoint.last_seen_at.set(call.at), *also]
    return update(ChargePoint.of(call.charge_point_id), actions, IS_THERE & MAY_SPEAK)


def heard(call: Call) -> None:
    """Raises Refused for a charge point that is Rejected or gone."""
    try:
        perform(seen(call))
    except ConditionFailed as error:
        raise refusal(error.item) from error


def connector_reports(call: Call, connector_id: int, state: dict[str, Any]) -> None:
    """Keep a connector's state; the one heard last counts, for clocks jump both ways."""
    number = str(connector_id)
    actions: list[Action] = [
        ChargePoint.last_seen_at.set(call.at),
        ChargePoint.connectors[number].set(_bounded(state) | {"receivedAt": when(call.at)}),
    ]
    if state["status"] == "Available":
        actions.append(ChargePoint.available_at[number].set(when(call.at)))
    room = (size(ChargePoint.connectors) < MOST_CONNECTORS) | ChargePoint.connectors[
        number
    ].exists()
    try:
        perform(update(ChargePoint.of(call.charge_point_id), actions, IS_THERE & MAY_SPEAK & room))
    except ConditionFailed as error:
        if error.item and ChargePoint.from_raw_data(error.item).registration != "Rejected":
            raise OcppError(
                "PropertyConstraintViolation",
                f"connectorId: no charge point has more than {MOST_CONNECTORS} connectors",
            ) from error
        raise refusal(error.item) from error


def _bounded(said: dict[str, Any]) -> dict[str, Any]:
    """`asSent` as JSON, and no more of it than the item has room for."""
    if "asSent" not in said:
        return said
    return said | {"asSent": json.dumps(said["asSent"])[:MOST_AS_SENT]}


def availability_is(
    charge_point_id: str, connector_id: int, state: Mapping[str, str], at: datetime
) -> Write:
    """What was answered last counts, also if it is taken before an older answer."""
    connector = ChargePoint.availability[str(connector_id)]
    actions = [connector.set({**state, "at": when(at)})]
    newest = connector.does_not_exist() | (connector["at"] <= when(at))
    return update(ChargePoint.of(charge_point_id), actions, IS_THERE & newest)


def refusal(item: Raw | None) -> Refused:
    """Why a charge point may not say what it said; the item as it stands."""
    if item is None:
        return Refused("this charge point is no longer provisioned")
    return Refused(f"the registration is {ChargePoint.from_raw_data(item).registration}")
