"""Numbers for what operators leave without one: small and ascending at each charge point.

Operators choose numbers of their own, too: what is in use is skipped, and what may be soon.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Literal, cast

from csms.store.table import BATCH, StateItem, Write, fetch, perform, put, update
from csms.store.table.attributes import IntegerAttribute, optional

Counter = Literal["reservation_id", "charging_profile_id", "request_id"]

UNDER_WAY = timedelta(days=1)
"""So long after its command had to be sent, what an operator's number names may still appear."""


class Counters(StateItem, discriminator="counters"):
    """The last number of each kind that was handed out; of list versions the highest sent."""

    reservation_id = optional(IntegerAttribute)
    charging_profile_id = optional(IntegerAttribute)
    request_id = optional(IntegerAttribute)
    list_version = optional(IntegerAttribute)

    @classmethod
    def of(cls, charge_point_id: str) -> "Counters":
        return cls(f"CP#{charge_point_id}", "COUNTERS")


class ChosenNumber(StateItem, discriminator="chosen number"):
    """A number that an operator chose for what is on its way, and may not be in use yet."""

    @classmethod
    def of(cls, charge_point_id: str, counter: Counter, number: int) -> "ChosenNumber":
        return cls(f"CP#{charge_point_id}", f"NUMBER#{counter}#{number}")


def chosen(charge_point_id: str, counter: Counter, number: int, over_at: datetime) -> Write:
    """Joins the transaction of its command, which has to be sent by that time."""
    item = ChosenNumber.of(charge_point_id, counter, number)
    item.expires_at = over_at + UNDER_WAY
    return put(item)


def free(
    charge_point_id: str,
    counter: Counter,
    item: Callable[[int], StateItem] | None = None,
    used: Collection[int] = (),
) -> int:
    """A number that nobody else gets, and none of those used.

    `item` is what stands if a number is in use; some are looked for in one round trip.
    """
    step = 1
    while True:
        last = _add(charge_point_id, counter, step)
        numbers = [number for number in range(last - step + 1, last + 1) if number not in used]
        stubs: list[tuple[StateItem, int]] = [
            (ChosenNumber.of(charge_point_id, counter, number), number) for number in numbers
        ]
        stubs += [(item(number), number) for number in numbers if item]
        found = fetch(*(stub for stub, _ in stubs)) if stubs else ()
        taken = {number for (_, number), one in zip(stubs, found, strict=True) if one}
        for number in numbers:
            if number not in taken:
                return number
        step = BATCH // 2  # each has two keys


def version_sent(charge_point_id: str, version: int) -> Write:
    """A local list leaves with this version; it fails if one that is as high has left before."""
    higher = Counters.list_version.does_not_exist() | (Counters.list_version < version)
    actions = [Counters.kind.set(Counters), Counters.list_version.set(version)]
    return update(Counters.of(charge_point_id), actions, higher)


def _add(charge_point_id: str, counter: Counter, step: int) -> int:
    actions = [Counters.kind.set(Counters), getattr(Counters, counter).add(step)]
    counters = perform(update(Counters.of(charge_point_id), actions), returning="ALL_NEW")
    return cast(int, getattr(Counters.from_raw_data(counters), counter))
