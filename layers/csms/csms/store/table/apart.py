"""Several writes at the same time, each by itself: one round trip, for half of a transaction."""

import _thread

from csms.store.table.calls import Raw
from csms.store.table.writes import ConditionFailed, Write, perform


def apart(*writes: Write) -> dict[int, Raw | None]:
    """Do each, whatever becomes of the others; returns what stands in the way of which.

    For what may be half done, and is whole once it is done again. Raises what went wrong
    otherwise when all have ended; OutOfTime at once.
    """
    failed: dict[int, Raw | None] = {}
    wrong: list[BaseException] = []

    def one(place: int) -> None:
        try:
            perform(writes[place])
        except ConditionFailed as error:
            failed[place] = error.item

    def beside(place: int, running: _thread.LockType) -> None:
        try:
            one(place)
        except BaseException as error:  # it is raised below
            wrong.append(error)
        finally:
            running.release()

    others = [_thread.allocate_lock() for _ in writes[1:]]
    for place, running in enumerate(others, 1):
        running.acquire()
        # threading.Thread waits until it has begun, which takes as long again
        _thread.start_new_thread(beside, (place, running))
    try:
        one(0)
    except Exception as error:
        wrong.append(error)
    for running in others:
        running.acquire()
    if wrong:
        raise wrong[0]
    return failed
