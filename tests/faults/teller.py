"""A charge point that says what it is told to, frame by frame, and keeps books of it."""

import json
from datetime import UTC, datetime
from typing import Any

from benchmarks.books import Books
from csms.wire.ocpp16 import spell_time
from csms_tools.charge_point.conversation.frames import CALL, RESULT, Frame
from tests.conversations.running import Csms, Line
from tests.faults.fleet import TAG


def start(meter: int = 0) -> dict[str, Any]:
    at = spell_time(datetime.now(UTC))
    return {"connectorId": 1, "idTag": TAG, "meterStart": meter, "timestamp": at}


def samples(number: int, meter: int, at: datetime) -> dict[str, Any]:
    value = {"timestamp": spell_time(at), "sampledValue": [{"value": str(meter)}]}
    return {"connectorId": 1, "transactionId": number, "meterValue": [value]}


def stop(number: int, meter: int, at: datetime) -> dict[str, Any]:
    return {"transactionId": number, "meterStop": meter, "timestamp": spell_time(at)}


class Teller:
    """Says what a charge point has to say, and writes down what it said and was told."""

    def __init__(self, csms: Csms, id: str) -> None:
        self.url = f"{csms.ws}/{id}"
        self.books = Books(id)

    def note(self, kind: int, id: str, action: str, payload: Any) -> None:
        """A call, or the answer to one."""
        text = json.dumps([kind, id, payload])
        sent = kind == CALL
        self.books(Frame(datetime.now(UTC), sent, text, kind, id, action, payload))

    def hear(self, id: str, action: str, payload: Any) -> None:
        """A command."""
        text = json.dumps([CALL, id, action, payload])
        self.books(Frame(datetime.now(UTC), False, text, CALL, id, action, payload))

    def answer(self, id: str, action: str, payload: Any) -> None:
        """To a command."""
        text = json.dumps([RESULT, id, payload])
        self.books(Frame(datetime.now(UTC), True, text, RESULT, id, action, payload))

    async def say(self, line: Line, id: str, action: str, payload: dict[str, Any]) -> Any:
        self.note(CALL, id, action, payload)
        answer = await line.call(action, payload, id)
        self.note(RESULT, id, action, answer)
        return answer


async def boots(line: Line) -> None:
    boot = {"chargePointVendor": "V", "chargePointModel": "M"}
    assert (await line.call("BootNotification", boot))["status"] == "Accepted"
