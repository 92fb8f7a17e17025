"""What auto scaling provisions for a load that swings with the day.

By its rules: after two minutes above the target capacity rises to what the target asks for, after
fifteen minutes that use a fifth less it falls to that, once an hour.
"""

from functools import cache
from math import ceil, cos, pi

DAY = 24 * 60  # minutes
RISES_AFTER, FALLS_AFTER, BETWEEN_FALLS = 2, 15, 60  # minutes
BELOW = 0.2  # of the capacity, below the target


@cache
def provisioned(
    steady: float, swinging: float, *, midday: float, minimum: int, target: float
) -> float:
    """Units a second, on the average of a day.

    `steady` and `swinging`: what is used of them a second, on the average; the latter is `midday`
    times as much at its highest, and nothing at night.
    """
    capacity, above, below, since, total = minimum, 0, 0, 0, 0
    for minute in range(2 * DAY):  # the first day finds where the second begins
        used = steady + swinging * swing(minute % DAY, midday)
        above = above + 1 if used > capacity * target else 0
        below = below + 1 if used < capacity * (target - BELOW) else 0
        since += 1
        falls = below >= FALLS_AFTER and since >= BETWEEN_FALLS
        if above >= RISES_AFTER or falls:
            capacity = max(minimum, ceil(used / target))
            above, below, since = 0, 0, 0 if falls else since
        total += capacity if minute >= DAY else 0
    return total / DAY


def swing(minute: int, midday: float) -> float:
    """Times the average of the day: a wave as long as it has to be for that, and then nothing."""
    wave = 2 * DAY / midday
    return midday * (1 - cos(2 * pi * minute / wave)) / 2 if minute < wave else 0
