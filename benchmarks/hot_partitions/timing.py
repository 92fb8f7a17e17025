"""When charge points come: who is let in, when each tries again, when a heartbeat is due."""

from collections import Counter, defaultdict
from collections.abc import Callable
from random import Random
from typing import NamedTuple

BackOff = Callable[[Random, int], float]
"""Seconds until the next try, after so many in vain."""

SCATTER = 2.0  # seconds in which all notice that the network, or the power, is back


def fixed(seconds: float) -> BackOff:
    """As much firmware does it: the same wait each time, by a timer that is exact to a tenth."""
    return lambda random, _tries: seconds + random.uniform(0, 0.1)


def exponential(first: float, longest: float) -> BackOff:
    """Doubled each time, and of that a random part."""
    return lambda random, tries: random.uniform(0, min(longest, first * 2**tries))


class Admission(NamedTuple):
    """`at`: when each is in; `asked`: tries by the second."""

    at: list[float]
    asked: Counter[int]

    @property
    def last(self) -> float:
        return max(self.at)

    def back(self, share: float) -> float:
        """Seconds until so many are back."""
        return sorted(self.at)[int(len(self.at) * share) - 1]


def admitted(charge_points: int, quota: int | None, back_off: BackOff, random: Random) -> Admission:
    """Of each second's tries so many are let in, without a burst; who is not tries again."""
    due: defaultdict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for one in range(charge_points):
        at = random.uniform(0, SCATTER)
        due[int(at)].append((at, one, 0))
    let_in, asked = [0.0] * charge_points, Counter[int]()
    second, left = 0, charge_points
    while left:
        tries = sorted(due.pop(second, []))
        asked[second] = len(tries)
        welcome = tries if quota is None else tries[:quota]
        for at, one, _ in welcome:
            let_in[one] = at
        left -= len(welcome)
        for at, one, before in tries[len(welcome) :]:
            again = at + max(1.0, back_off(random, before))
            due[int(again)].append((again, one, before + 1))
        second += 1
    return Admission(let_in, asked)
