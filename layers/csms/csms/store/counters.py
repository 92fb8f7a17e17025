"""Numbers for what operators leave without one: small and ascending at each charge point.

Operators choose numbers of their own, too: what is in use is skipped.
"""

from collections.abc import Callable, Collection
from typing import Literal, cast

from csms.store.table import BATCH, StateItem, perform, update
from csms.store.table.attributes import IntegerAttribute, optional

Counter = Literal["reservation_id", "charging_profile_id", "request_id"]


class Counters(StateItem, discriminator="counters"):
    """The last number of each kind that was handed out."""

    reservation_id = optional(IntegerAttribute)
    charging_profile_id = optional(IntegerAttribute)
    request_id = optional(IntegerAttribute)

    @classmethod
    def of(cls, charge_point_id: str) -> "Counters":
        return cls(f"CP#{charge_point_id}", "COUNTERS")


def free(
    charge_point_id: str, counter: Counter, in_use: Callable[[Collection[int]], Collection[int]]
) -> int:
    """A number that nobody else gets; `in_use` says which of some are, in one round trip."""
    step = 1
    while True:
        last = _add(charge_point_id, counter, step)
        numbers = range(last - step + 1, last + 1)
        used = in_use(numbers)
        for number in numbers:
            if number not in used:
                return number
        step = BATCH


def _add(charge_point_id: str, counter: Counter, step: int) -> int:
    actions = [Counters.kind.set(Counters), getattr(Counters, counter).add(step)]
    counters = perform(update(Counters.of(charge_point_id), actions), returning="ALL_NEW")
    return cast(int, getattr(Counters.from_raw_data(counters), counter))
