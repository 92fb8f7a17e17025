"""Numbers for what operators leave without one: small and ascending at each charge point.

Operators choose numbers of their own, too: what is in use is skipped, and what may be soon.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Literal, cast

from csms.store.table import BATCH, StateItem, Write, absent, fetch, perform, put, update
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


def _none(_: str) -> tuple[()]:
    return ()


@dataclass(frozen=True)
class Numbers:
    """Numbers of one kind. `item`: what stands if one is in use; `used`: those that have been."""

    counter: Counter
    item: Callable[[str, int], StateItem] | None = None
    used: Callable[[str], Collection[int]] = _none

    def following(
        self, charge_point_id: str, standing: Counters | None
    ) -> tuple[int, Sequence[Write]]:
        """The next one, and what makes it nobody else's: it joins the transaction of its command.

        That fails if the counters have moved since they were read, or if the number is taken.
        """
        last = getattr(standing, self.counter) if standing else None
        used = self.used(charge_point_id)
        number = next(one for one in count((last or 0) + 1) if one not in used)
        counter = getattr(Counters, self.counter)
        unmoved = counter.does_not_exist() if last is None else counter == last
        actions = [Counters.kind.set(Counters), counter.set(number)]
        return number, [
            update(Counters.of(charge_point_id), actions, unmoved),
            *(absent(stub) for stub in self._taken_by(charge_point_id, number)),
        ]

    def free(self, charge_point_id: str) -> int:
        """A number that nobody else gets; some are looked for in one round trip."""
        used, step = self.used(charge_point_id), 1
        while True:
            last = _add(charge_point_id, self.counter, step)
            numbers = [number for number in range(last - step + 1, last + 1) if number not in used]
            stubs = [
                (stub, number)
                for number in numbers
                for stub in self._taken_by(charge_point_id, number)
            ]
            found = fetch(*(stub for stub, _ in stubs)) if stubs else ()
            taken = {number for (_, number), one in zip(stubs, found, strict=True) if one}
            for number in numbers:
                if number not in taken:
                    return number
            step = BATCH // 2  # each has two keys

    def _taken_by(self, charge_point_id: str, number: int) -> list[StateItem]:
        """What of these stands if it is taken."""
        chosen = ChosenNumber.of(charge_point_id, self.counter, number)
        return [chosen, self.item(charge_point_id, number)] if self.item else [chosen]


def version_sent(charge_point_id: str, version: int) -> Write:
    """A local list leaves with this version; it fails if one that is as high has left before."""
    higher = Counters.list_version.does_not_exist() | (Counters.list_version < version)
    actions = [Counters.kind.set(Counters), Counters.list_version.set(version)]
    return update(Counters.of(charge_point_id), actions, higher)


def _add(charge_point_id: str, counter: Counter, step: int) -> int:
    actions = [Counters.kind.set(Counters), getattr(Counters, counter).add(step)]
    counters = perform(update(Counters.of(charge_point_id), actions), returning="ALL_NEW")
    return cast(int, getattr(Counters.from_raw_data(counters), counter))
