"""Several writes at the same time, each by itself: one round trip, for half of a transaction."""

from threading import Thread

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

    def beside(place: int) -> None:
        try:
            one(place)
        except BaseException as error:  # it is raised below
            wrong.append(error)

    others = [Thread(target=beside, args=(place,), daemon=True) for place in range(1, len(writes))]
    for other in others:
        other.start()
    try:
        one(0)
    except Exception as error:
        wrong.append(error)
    for other in others:
        other.join()
    if wrong:
        raise wrong[0]
    return failed
