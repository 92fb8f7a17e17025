"""What is written as one, with what may be left out of it: effects, and the message log."""

from collections.abc import Sequence

from csms.aws import ServiceError
from csms.store.table import Cancelled, Write, perform, transact
from csms.telemetry import logger

CONFLICT_TRIES = 12  # many who let commands wait at one charge point meet on what counts them


class ReadAgain(Exception):
    """What follows from an answer was made of what has moved since it was read."""


def all_that_holds(
    required: Sequence[Write], others: Sequence[Write], log: Sequence[Write] = ()
) -> Sequence[Write] | None:
    """Do what is required, and of the others those whose conditions hold; the others left out.

    None if nothing was done, for something that is required does not hold. `log`, which has no
    conditions, fails nothing: where a transaction cannot carry it, it is written by itself.
    Raises ReadAgain if nothing was done, for one of the others was made of what has moved.
    """
    left, carried = list(others), list(log)
    while True:
        try:
            transact(*required, *left, *carried, conflict_tries=CONFLICT_TRIES)
        except Cancelled as error:
            if any(place < len(required) for place in error.failed):
                return None
            if any(left[place - len(required)].as_read for place in error.failed):
                raise ReadAgain from error
            for place in sorted(error.failed, reverse=True):
                del left[place - len(required)]
        except ServiceError as error:
            if not carried or not _may_be_for(error, len(required) + len(left)):
                raise
            carried = []
        else:
            if not carried:
                _write_apart(log)
            return [one for one in others if not any(one is done for done in left)]


def _may_be_for(error: ServiceError, place: int) -> bool:
    """Whether nothing was done for what stands from there on, or for how large that makes it."""
    reasons = error.answer.get("CancellationReasons", [])
    if not reasons:
        return error.status < 500
    return any(reason["Code"] != "None" for reason in reasons[place:])


def _write_apart(log: Sequence[Write]) -> None:
    for write in log:
        try:
            perform(write)
        except Exception:
            logger.exception("a call was not logged")
