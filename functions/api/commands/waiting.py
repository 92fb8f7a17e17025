"""An operator waits for the outcome of a command: nothing tells us of it, so it is looked for."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from csms.store import commands as store
from csms.store.commands import CommandRecord
from csms.store.table import read

T = TypeVar("T")

SHORTEST, LONGEST, LONGEST_FIRST = 0.002, 0.5, 2.0  # seconds: of pauses before a look
SOONER, LATER = 0.98, 1.1  # after a look that came in time, and one in vain: four of five do
MIDDLE = 0.75  # of when it was there lies between the last look in vain and the one in time
LEAST, MOST, FAR = 0.25, 4.0, 6.0  # what takes longer tells of its charge point, not of us


class Pace:
    """How long an answer has lately taken to be written, in parts of what sending had taken.

    Sending takes about as many requests as taking the answer, and both take longer where AWS, or a
    desk, is busy.
    """

    def __init__(self) -> None:
        self.share = 1.0

    def learn(self, looks: int, share: float) -> None:
        """So many, the last of which came in time, when this part of it was over."""
        if looks == 1:
            usual = self.share * SOONER
        elif looks == 2:
            usual = self.share * LATER
        elif share <= FAR:
            usual = share * MIDDLE
        else:
            return
        self.share = min(max(usual, LEAST), MOST)


pace = Pace()


def wait_for_outcome(
    record: CommandRecord, seconds: float, began: float | None = None
) -> CommandRecord:
    """The command once it has ended, or as it is when the time is over."""

    def look(seen: CommandRecord) -> CommandRecord:
        return store.find(seen.charge_point_id, seen.command_id) or seen

    return look_until(lambda seen: seen.has_ended, look, record, seconds, began)


def wait_for_outcomes(records: Sequence[CommandRecord], seconds: float) -> list[CommandRecord]:
    """The commands once all have ended, or as they are when the time is over."""

    def all_ended(seen: list[CommandRecord]) -> bool:
        return all(record.has_ended for record in seen)

    def look(seen: list[CommandRecord]) -> list[CommandRecord]:
        open_ones = [(record.pk, record.sk) for record in seen if not record.has_ended]
        found = {record.sk: record for record in read(CommandRecord, open_ones)}
        return [found.get(record.sk, record) for record in seen]

    return look_until(all_ended, look, list(records), seconds)


def look_until(
    done: Callable[[T], bool],
    look: Callable[[T], T],
    seen: T,
    seconds: float,
    began: float | None = None,
) -> T:
    """Look again, ever less often, until it is done or the time is over; what was seen last.

    `began`, on the monotonic clock, is when it was begun to be sent: then it is first looked when
    it has usually been done.
    """
    sent = now = time.monotonic()
    over, looks = now + seconds, 0
    took = 0.0 if began is None else now - began
    first = pause = min(max(took * pace.share, SHORTEST), LONGEST_FIRST)
    while not done(seen) and now < over:
        time.sleep(min(pause, over - now))
        seen = look(seen)
        looks += 1
        now = time.monotonic()
        following = first / 2 if looks == 1 and took else 2 * pause
        pause = min(max(following, SHORTEST), LONGEST)
    if looks and took and done(seen):
        pace.learn(looks, (now - sent) / took)
    return seen
