"""What spoils C-23 to C-27, C-29 and C-32."""

from dataclasses import replace
from itertools import count

from tests.csms_tools.certification.mutations.mutation import (
    Frame,
    Mutation,
    answered,
    answered_by,
    answered_with_an_error,
    not_recorded,
    recorded,
)

RUNS = "it runs"


def _more(action: str, name: str, expects: str, status: str) -> Mutation:
    """From the second answer on, the standing is another."""
    seen: dict[str, bool] = {}

    def spoiled(named: str, frame: Frame) -> list[Frame]:
        if (frame[0], named) != (3, action):
            return [frame]
        again, seen["one"] = "one" in seen, True
        return [[*frame[:2], frame[2] | {"idTagInfo": {"status": status}}] if again else frame]

    return Mutation(name, expects, frames=spoiled)


def _another_number(name: str, expects: str) -> Mutation:
    numbers = count(5000)
    return answered_by(
        "StartTransaction", name, expects, lambda told: told | {"transactionId": next(numbers)}
    )


MUTATIONS: dict[str, list[Mutation]] = {
    "C-23": [
        answered("StartTransaction", "no number", "Response is valid by", transactionId=None),
        answered("StartTransaction", "0", "is above 0", transactionId=0),
        answered("StartTransaction", "-1", "is above 0", transactionId=-1),
        answered("StartTransaction", "all the same", "Expired", idTagInfo__status="Invalid"),
        answered_with_an_error("StopTransaction"),
        not_recorded("transaction", "the tag that is Invalid has stopped"),
    ],
    "C-24": [
        answered_with_an_error("StartTransaction"),
        answered("StartTransaction", "by the connector", "has no number twice", transactionId=1),
        answered("StartTransaction", "0", "numbers are positive", transactionId=0),
        answered("StartTransaction", "of 64 bits", "of 32 bits", transactionId=2**40),
    ],
    "C-25": [
        _another_number("another number", "StartTransaction that comes again is answered"),
        _more("StartTransaction", "concurrent", "StartTransaction that comes", "ConcurrentTx"),
        _more("StopTransaction", "another standing", "StopTransaction that comes", "Invalid"),
        recorded("transactions", "two", "there is one transaction", lambda found: found * 2),
        recorded("transaction", RUNS, "after 1500 Wh", lambda one: replace(one, stopped=False)),
        recorded("meter_values", "twice", "is there once", lambda found: found * 2),
        recorded("orphan_stops", "a stop is left", "no stop is left", lambda found: [7]),
    ],
    "C-26": [
        answered_with_an_error("StopTransaction"),
        answered_with_an_error("MeterValues"),
        not_recorded("orphan_stops", "unknown transaction is kept"),
        recorded(
            "transaction",
            "guessed onto another",
            "of another number stops nothing",
            lambda one: replace(one, stopped=True),
        ),
        recorded(
            "transaction",
            "overwritten",
            "changes nothing",
            lambda one: replace(one, meter_stop=9000),
        ),
    ],
    "C-27": [
        answered_with_an_error("StopTransaction"),
        answered_with_an_error("MeterValues"),
        answered("StopTransaction", "Invalid", "as if valid", idTagInfo__status="Invalid"),
        recorded("orphan_stops", "twice", "is kept once", lambda found: found * 2),
        recorded(
            "transaction", "guessed", "-1 stops nothing", lambda one: replace(one, stopped=True)
        ),
    ],
    "C-29": [
        _more("StartTransaction", "a repetition", "is no other", "ConcurrentTx"),
        answered("Authorize", "concurrent", "is Accepted", idTagInfo__status="ConcurrentTx"),
        recorded(
            "transaction",
            "concurrent after all",
            "the first transaction is Accepted",
            lambda one: replace(one, standing="ConcurrentTx"),
        ),
    ],
    "C-32": [
        answered_with_an_error("StopTransaction"),
        _more("StartTransaction", "too late", "StartTransaction is Accepted", "Invalid"),
        recorded(
            "transaction",
            "the time of receipt",
            "has its own times",
            lambda one: replace(one, started_at="2026-01-01T00:00:00Z"),
        ),
        recorded(
            "transaction",
            "ended",
            "the other transaction runs",
            lambda one: replace(one, stopped=True),
        ),
        not_recorded("connector", "the connector is Charging"),
    ],
}
