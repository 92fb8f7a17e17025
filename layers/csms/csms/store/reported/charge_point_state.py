"""What each charge point last said of itself; it stands on the charge point's own item."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from csms.store.provisioned import upgrades
from csms.store.provisioned.charge_points import IS_THERE, ChargePoint, admits
from csms.store.provisioned.connector_states import shortened
from csms.store.table import ConditionFailed, NoSuchPlace, Raw, Write, perform, update, when
from csms.store.table.conditions import Kept
from csms.wire.errors import OcppError, OldSocket, Refused
from csms.wire.ocpp16 import Call

UNUSABLE = frozenset(("Faulted", "Unavailable"))  # ends a reservation (§5.13)
MOST_CONNECTORS = 256  # a charge point that invents numbers must not outgrow its item
MOST_AS_SENT = 1_000  # characters of what had to be mended, for a connector or the boot
FIRST_CONNECTORS = 16  # with room for all that they can say, as hardly a charge point has more
ROOM, SCANT_ROOM = 1_600, 160  # bytes of a connector's state: of those, and of each other
FOR_PEOPLE = ("info", "vendorErrorCode", "vendorId", "asSent")  # the last is cut first
P = ParamSpec("P")
T = TypeVar("T")
_NOT_REJECTED = ChargePoint.registration != "Rejected"


class FirstFrame(Exception):
    """With what is written now the pending security profile was settled: it is written again."""


def settling(write: Callable[P, T]) -> Callable[P, T]:
    """Decorates what may be the first to meet a pending security profile."""

    @wraps(write)
    def again(*arguments: P.args, **named: P.kwargs) -> T:
        try:
            return write(*arguments, **named)
        except FirstFrame:
            return write(*arguments, **named)

    return again


@settling
def booted(call: Call, boot: dict[str, Any]) -> ChargePoint:
    """Keep what it says of itself, and its registration as told; returns it as it now is."""
    actions: list[Action] = [
        ChargePoint.boot.set(_with_as_sent(boot)),
        ChargePoint.booted_at.set(call.at),
        ChargePoint.last_seen_at.set(call.at),
        ChargePoint.registration_told.set(ChargePoint.registration | "Accepted"),
    ]
    charge_point = ChargePoint.of(call.charge_point_id)
    try:
        return ChargePoint.from_raw_data(
            perform(update(charge_point, actions, admits(call.generation)), returning="ALL_NEW")
        )
    except ConditionFailed as error:
        raise refusal(error.item, call) from error


@lru_cache(maxsize=1024)
def _may_speak(generation: str | None) -> Condition:
    return Kept(admits(generation) & _NOT_REJECTED)


def seen(call: Call, *also: Action) -> Write:
    """That it spoke, and what else there is to say; only if it may speak at all."""
    actions = [ChargePoint.last_seen_at.set(call.at), *also]
    return update(ChargePoint.of(call.charge_point_id), actions, _may_speak(call.generation))


@settling
def heard(call: Call) -> None:
    """Raises Refused for a charge point that is Rejected or gone."""
    try:
        perform(seen(call))
    except ConditionFailed as error:
        raise refusal(error.item, call) from error


@settling
def connector_reports(call: Call, connector_id: int, state: dict[str, Any]) -> None:
    """Keep a connector's state; the one heard last counts, for clocks jump both ways."""
    number = str(connector_id)
    room = ROOM if 0 <= connector_id < FIRST_CONNECTORS else SCANT_ROOM
    actions: list[Action] = [
        ChargePoint.last_seen_at.set(call.at),
        ChargePoint.connectors[number].set(
            shortened(_within(state, room) | {"receivedAt": when(call.at)})
        ),
    ]
    if state["status"] == "Available":
        actions.append(ChargePoint.available_at[number].set(when(call.at)))
    if state["status"] in UNUSABLE:
        actions.append(ChargePoint.unusable_at[number].set(when(call.at)))
    few = size(ChargePoint.connectors) < MOST_CONNECTORS
    known_or_one_more = few | ChargePoint.connectors[number].exists()
    may = _may_speak(call.generation) & known_or_one_more
    try:
        try:
            perform(update(ChargePoint.of(call.charge_point_id), actions, may))
        except NoSuchPlace:
            actions[-1] = ChargePoint.unusable_at.set({number: when(call.at)})
            perform(update(ChargePoint.of(call.charge_point_id), actions, may))
    except ConditionFailed as error:
        if _admitted(error.item, call).registration != "Rejected":
            raise OcppError(
                "PropertyConstraintViolation",
                f"connectorId: no charge point has more than {MOST_CONNECTORS} connectors",
            ) from error
        raise refusal(error.item, call) from error


def _within(state: dict[str, Any], room: int) -> dict[str, Any]:
    """No more bytes of a connector's state than the item has room for: texts are cut."""
    said = _with_as_sent(state)
    kept = {name: value for name, value in said.items() if name not in FOR_PEOPLE}
    left = room - sum(len(name) + len(str(value)) for name, value in kept.items())
    for name in FOR_PEOPLE:
        if name in said and left >= len(name):
            text = said[name].encode()[: left - len(name)]
            kept[name] = text.decode(errors="ignore")
            left -= len(name) + len(text)
    return kept


def _with_as_sent(said: dict[str, Any]) -> dict[str, Any]:
    """`asSent` as JSON, and the beginning of that if it is long."""
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


def admitted(charge_point: ChargePoint | None, generation: str | None) -> ChargePoint:
    """The charge point as it stands; raises OldSocket, see `admits`.

    What comes first over a socket at the pending security profile settles that.
    """
    if charge_point and generation and charge_point.pending_generation == generation:
        charge_point = upgrades.settled(charge_point)
    if charge_point is None:
        raise OldSocket("this charge point is no longer provisioned")
    if not charge_point.admits(generation):
        raise OldSocket
    return charge_point


def refusal(item: Raw | None, call: Call) -> Refused:
    """Why a charge point may not say what it said; the item as it stands. Raises FirstFrame."""
    try:
        charge_point = _admitted(item, call)
    except OldSocket as old:
        return old
    return Refused(f"the registration is {charge_point.registration}")


def _admitted(item: Raw | None, call: Call) -> ChargePoint:
    stands = ChargePoint.from_raw_data(item) if item else None
    now = admitted(stands, call.generation)
    if stands and not stands.admits(call.generation):
        raise FirstFrame
    return now
