"""Books that would pass over a loss prove nothing: each wrong is told."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from benchmarks.books import Books
from csms_tools.charge_point.conversation.frames import CALL, RESULT, Frame

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
NUMBER, COMMAND = 7, "c1"
START = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 100, "timestamp": NOON.isoformat()}
VALUE = {"timestamp": NOON.isoformat(), "sampledValue": [{"value": "150"}]}
STOP = {"transactionId": NUMBER, "meterStop": 400, "timestamp": NOON.isoformat()}
TRANSACTION = {
    "transactionId": NUMBER,
    "connectorId": 1,
    "idTag": "CARD-1",
    "meterStart": 100,
    "startedAt": NOON.isoformat(),
    "stoppedAt": NOON.isoformat(),
    "meterStop": 400,
    "energy": 300,
}
SAMPLE = {"at": NOON.isoformat(), "measurand": "Energy.Active.Import.Register", "value": 150}
READING = {"source": "MeterValues", "samples": [SAMPLE]}
ANSWERED = {"commandId": COMMAND, "status": "Answered", "response": {"status": "Accepted"}}
LATER = (NOON + timedelta(hours=1)).isoformat()


class Shown:
    """What the API says, in the place of operators who ask it."""

    def __init__(self, **changes: list[Any]) -> None:
        self._lists = {
            "transactions": [TRANSACTION],
            "meter-values": [READING],
            "commands": [ANSWERED],
            "orphans": [],
        } | changes

    async def read(self, path: str) -> Any:
        return {"items": self._lists[path.partition("?")[0].rpartition("/")[2]]}


@pytest.fixture
def books() -> Books:
    books = Books("CP1")

    def said(kind: int, id: str, action: str, payload: Any, *, sent: bool = True) -> None:
        text = json.dumps([kind, id, payload])
        books(Frame(NOON, sent, text, kind, id, action, payload))

    said(CALL, "1", "StartTransaction", START)
    said(RESULT, "1", "StartTransaction", {"transactionId": NUMBER}, sent=False)
    said(
        CALL, "2", "MeterValues", {"connectorId": 1, "transactionId": NUMBER, "meterValue": [VALUE]}
    )
    said(CALL, "3", "StopTransaction", STOP)
    said(CALL, COMMAND, "ClearCache", {}, sent=False)
    said(RESULT, COMMAND, "ClearCache", {"status": "Accepted"})
    return books


async def wrong(books: Books, **changes: list[Any]) -> str:
    return "\n".join(await books.wrong(Shown(**changes).read, {COMMAND}))


async def test_what_agrees_is_not_wrong(books: Books) -> None:
    assert await wrong(books) == ""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"transactions": []}, "there 0 times"),
        ({"transactions": [TRANSACTION, TRANSACTION]}, "there 2 times"),
        ({"transactions": [TRANSACTION | {"startedAt": LATER}]}, "was never said"),
        ({"transactions": [TRANSACTION | {"stoppedAt": LATER}]}, "ended with"),
        ({"transactions": [TRANSACTION | {"meterStop": 401}]}, "ended with"),
        ({"transactions": [TRANSACTION | {"energy": 299}]}, "299 Wh, and 300"),
        ({"meter-values": []}, "is lost"),
        ({"meter-values": [READING, READING]}, ": 2 times"),
        ({"meter-values": [READING | {"samples": [SAMPLE | {"value": 1}]}]}, "was never said"),
        ({"commands": []}, "is unknown"),
        ({"commands": [ANSWERED, ANSWERED | {"commandId": "c2"}]}, "never asked"),
        ({"commands": [ANSWERED | {"status": "Sent"}]}, "is still Sent"),
        ({"commands": [ANSWERED | {"response": {}}]}, "never answered so"),
        ({"commands": [ANSWERED | {"status": "NotConnected"}]}, "came and is NotConnected"),
        ({"orphans": [STOP]}, "an orphan"),
    ],
    ids=range(15),
)
async def test_what_differs_is_told(changes: Any, told: str, books: Books) -> None:
    assert told in await wrong(books, **changes)


async def test_the_same_reading_in_another_message_is_another_and_said_again_it_is_not(
    books: Books,
) -> None:
    power = {"measurand": "Power.Active.Import", "value": "11000"}
    value = VALUE | {"sampledValue": [*VALUE["sampledValue"], power]}
    said = {"connectorId": 1, "transactionId": NUMBER, "meterValue": [value]}
    for id in ("4", "5"):
        text = json.dumps([CALL, id, "MeterValues", said])
        books(Frame(NOON, True, text, CALL, id, "MeterValues", said))
    assert await wrong(books, **{"meter-values": [READING, READING]}) == ""
    assert "is lost" in await wrong(books)


async def test_a_start_with_two_numbers_and_a_command_that_comes_twice_are_told(
    books: Books,
) -> None:
    text = json.dumps([RESULT, "1", {"transactionId": 8}])
    books(Frame(NOON, False, text, RESULT, "1", "StartTransaction", None))
    books(Frame(NOON, False, "", CALL, COMMAND, "ClearCache", {}))
    told = await wrong(books)
    assert "has {8, 7}" in told or "has {7, 8}" in told
    assert "came 2 times" in told
