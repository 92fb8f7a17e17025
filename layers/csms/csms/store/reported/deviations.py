"""How a charge point departs from OCPP: each kind of fault that was mended, for its maker to see.

A warm function remembers what it has noted and writes it once a minute, with what has come since;
what it still holds when it ends is lost, so that the numbers say "at least".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import dumps
from typing import Any

from pynamodb.attributes import MapAttribute
from pynamodb.expressions.condition import size

from csms.store.table import ConditionFailed, StateItem, by_name, get, perform, put, update, when
from csms.telemetry import redacted
from csms.wire.serialization import to_json_types
from csms.wire.tolerance import Deviation

MOST_KINDS = 50  # of a charge point
MOST_AT_ONCE = 10  # of one message
MOST_REMEMBERED = 10_000
LONGEST_EXAMPLE = 200  # characters
LONGEST_MEMBER = 100
EVERY = timedelta(minutes=1)

Key = tuple[str, str, str, str]


class Deviations(StateItem, discriminator="deviations"):
    """Of one charge point, by `<action> <member> <kind>`: count, first, last, example."""

    kinds: MapAttribute[str, Any] = MapAttribute(default=dict)

    @classmethod
    def of(cls, charge_point_id: str) -> "Deviations":
        deviations = cls(f"CP#{charge_point_id}", "DEVIATIONS")
        deviations.by_name_pk, deviations.by_name_sk = by_name("DEVIATIONS", charge_point_id)
        return deviations

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")


@dataclass
class _Noted:
    """Since when there is nothing new in the store, and how many have come since."""

    at: datetime
    count: int = 0


_noted: dict[Key, _Noted] = {}


def find(charge_point_id: str) -> Deviations | None:
    return get(Deviations.of(charge_point_id))


def note(charge_point_id: str, action: str, found: Iterable[Deviation], at: datetime) -> None:
    """Count what was mended in one message."""
    kinds = {(one.member[:LONGEST_MEMBER], one.kind): one for one in found}
    for (member, kind), one in list(kinds.items())[:MOST_AT_ONCE]:
        key = (charge_point_id, action, member, kind)
        noted = _noted.get(key)
        if noted and at - noted.at < EVERY:
            noted.count += 1
            continue
        if len(_noted) >= MOST_REMEMBERED:
            _noted.clear()
        _noted[key] = _Noted(at)
        count = 1 + (noted.count if noted else 0)
        _write(charge_point_id, f"{action} {member} {kind}", count, one.came, at)


def _write(charge_point_id: str, name: str, count: int, came: Any, at: datetime) -> None:
    deviations, entry = Deviations.of(charge_point_id), Deviations.kinds[name]
    again = [entry["count"].add(count), entry["last"].set(when(at))]
    try:
        perform(update(deviations, again, entry.exists()))
    except ConditionFailed as error:
        new = {
            "count": count,
            "first": when(at),
            "last": when(at),
            "example": redacted(dumps(to_json_types(came)))[:LONGEST_EXAMPLE],
        }
        if error.item is None:
            deviations.kinds = MapAttribute(**{name: new})
            write = put(deviations, Deviations.pk.does_not_exist())
        else:
            room = size(Deviations.kinds) < MOST_KINDS
            write = update(deviations, [entry.set(new)], room & entry.does_not_exist())
        try:
            perform(write)
        except ConditionFailed:
            return  # no room, or another function was faster
