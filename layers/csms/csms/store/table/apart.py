"""Several writes at the same time, each by itself: one round trip, for half of a transaction."""

from threading import Thread

from csms.store.table.writes import ConditionFailed, Write, perform


def apart(*writes: Write) -> list[Write]:
    """Do each, whatever becomes of the others; returns those whose condition did not hold.

    For what may be half done, and is whole once it is done again. Raises what went wrong
    otherwise when all have ended; OutOfTime at once.
    """
    failed: list[Write] = []
    wrong: list[BaseException] = []

    def one(write: Write) -> None:
        try:
            perform(write)
        except ConditionFailed:
            failed.append(write)

    def beside(write: Write) -> None:
        try:
            one(write)
        except BaseException as error:  # it is raised below
            wrong.append(error)

    others = [Thread(target=beside, args=(write,), daemon=True) for write in writes[1:]]
    for other in others:
        other.start()
    try:
        one(writes[0])
    except Exception as error:
        wrong.append(error)
    for other in others:
        other.join()
    if wrong:
        raise wrong[0]
    return failed
