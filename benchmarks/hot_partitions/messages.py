"""What one charge point says, and when: at midday, when somebody plugs in, when it comes back."""

from collections.abc import Iterator
from random import Random

from benchmarks.hot_partitions.tally import Said

HEARTBEAT, SAMPLES = 300, 60  # seconds between two
SESSIONS_A_DAY, AT_MIDDAY, SESSION = 5, 2.5, 3600  # so many times the average; seconds
LONGEST_CONNECTION = 7200
WINDOW = 120  # seconds of an ordinary midday
DAY = 86_400
CHARGING = 0.2  # of those that come back: they tell of the end of a transaction

BEGINS = ["Authorize", "StatusNotification, Preparing", "StartTransaction"]
BEGINS_LATER = "StatusNotification, Charging"
ENDS = ["StopTransaction", "StatusNotification, Finishing", "StatusNotification, Available"]
BOOT = ["BootNotification", *(f"StatusNotification, after a boot {it}" for it in (0, 1, 2))]


def ordinary(random: Random, *, heartbeat: float | None = HEARTBEAT) -> Iterator[Said]:
    """Two minutes of one charge point."""
    if heartbeat:
        yield from _every(heartbeat, random.uniform(0, heartbeat), "Heartbeat")
    sessions = SESSIONS_A_DAY / DAY * AT_MIDDAY
    if random.random() < sessions * SESSION:
        yield from _every(SAMPLES, random.uniform(0, SAMPLES), "MeterValues")
    if random.random() < sessions * WINDOW:
        yield from plugs_in(random.uniform(0, WINDOW))
    if random.random() < sessions * WINDOW:
        at = random.uniform(0, WINDOW)
        yield from (Said(at + later, name) for later, name in enumerate(ENDS))
    if random.random() < WINDOW / LONGEST_CONNECTION:
        at = random.uniform(0, WINDOW)
        yield from (Said(at, "disconnect"), Said(at + 1, "connect"))
    if random.random() < WINDOW / DAY:
        at = random.uniform(0, WINDOW)
        yield from (Said(at, "command"), Said(at, "command, answered"))


def _every(seconds: float, first: float, name: str) -> Iterator[Said]:
    at = first
    while at < WINDOW:
        yield Said(at, name)
        at += seconds


def plugs_in(at: float, tag: str = "") -> Iterator[Said]:
    for later, name in enumerate(BEGINS):
        yield Said(at + later / 2, name, tag)
    yield Said(at + 3, BEGINS_LATER)


def returns(at: float, random: Random) -> Iterator[Said]:
    """A third of the sockets that it had still count: nobody has told of their end."""
    yield Said(at, "connect" if random.random() < 2 / 3 else "connect, in the place of another")
    for later, name in enumerate(BOOT):
        yield Said(at + 0.5 + later / 4, name)
    if random.random() < CHARGING:
        yield from (Said(at + 2 + later / 2, name) for later, name in enumerate(ENDS))
