"""What a charge point has said and was told, kept on its own side, beside what the API shows.

Every transaction once, every kWh once, every command one outcome.
"""

import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_args
from urllib.parse import urlencode

from csms.store.commands.records import Outcome
from csms_tools.charge_point.conversation.frames import CALL, RESULT, Frame

Payload = dict[str, Any]
Read = Callable[[str], Awaitable[Payload]]
"""`await read(path)`: what the API answers to a GET; whatever is no 200 is raised."""
Start = tuple[int, str, datetime, int]  # connector, id tag, when, Wh
Sample = tuple[datetime, float]  # when, Wh of the energy register

ENDS = {*get_args(Outcome)}
NEVER_SENT = {"Expired", "NotAccepted", "NotConnected", "TooLarge"}
REGISTER = "Energy.Active.Import.Register"


@dataclass
class Books:
    """An observer of a charge point's frames."""

    charge_point_id: str
    numbers: dict[Start, set[int]] = field(default_factory=dict)
    """That were answered to each start it has said; more than one is one too many."""
    stops: dict[int, tuple[datetime, int]] = field(default_factory=dict)
    samples: dict[int, dict[str, list[Sample]]] = field(default_factory=dict)
    """By what was said of a transaction, word by word: said again it is the same message."""
    commands: Counter[str] = field(default_factory=Counter)
    """How often each came."""
    answers: dict[str, Any] = field(default_factory=dict)
    _open: dict[str, Start] = field(default_factory=dict)

    def __call__(self, frame: Frame) -> None:
        payload, id = frame.payload, frame.id or ""
        if frame.sent and frame.is_call:
            self._say(id, frame.action, payload)
        elif frame.sent and frame.kind == RESULT:
            self.answers[id] = payload
        elif frame.kind == CALL:
            self.commands[id] += 1
        elif frame.kind == RESULT and id in self._open:
            # also of an answer that nobody waited for any more
            self.numbers[self._open[id]].add(json.loads(frame.text)[2]["transactionId"])

    def _say(self, id: str, action: str | None, said: Payload) -> None:
        match action:
            case "StartTransaction":
                at = datetime.fromisoformat(said["timestamp"])
                start = said["connectorId"], said["idTag"], at, said["meterStart"]
                self.numbers.setdefault(start, set())
                self._open[id] = start
            case "StopTransaction":
                stop = datetime.fromisoformat(said["timestamp"]), said["meterStop"]
                self.stops[said["transactionId"]] = stop
            case "MeterValues":
                text = json.dumps(said, sort_keys=True)
                self.samples.setdefault(said["transactionId"], {})[text] = _registers(said)

    @property
    def energy(self) -> int:
        """Wh of all that has ended."""
        starts = {number: start for start, told in self.numbers.items() for number in told}
        return sum(meter - starts[number][3] for number, (_, meter) in self.stops.items())

    async def wrong(self, read: Read, asked: set[str]) -> list[str]:
        """What the API shows that is not so; `asked` are the commands that operators know of."""
        shown = await everything(read, f"{self._path}/transactions")
        return [
            *self._wrong_transactions(shown),
            *[each for one in shown for each in await self._wrong_samples(read, one)],
            *await self._wrong_commands(read, asked),
            *[f"an orphan: {one}" for one in await everything(read, f"{self._path}/orphans")],
        ]

    def _wrong_transactions(self, shown: list[Payload]) -> list[str]:
        found = Counter(
            (one["connectorId"], one["idTag"], _at(one["startedAt"]), one["meterStart"])
            for one in shown
        )
        wrong = [f"{start} is there {found[start]} times" for start in found | self.numbers]
        wrong = [text for text in wrong if not text.endswith("there 1 times")]
        wrong += [f"{start} has {told}" for start, told in self.numbers.items() if len(told) != 1]
        wrong += [f"{start} was never said" for start in found.keys() - self.numbers.keys()]
        for one in shown:
            stop = self.stops.get(one["transactionId"])
            kept = (_at(one["stoppedAt"]), one["meterStop"]) if "stoppedAt" in one else None
            if kept != stop:
                wrong.append(f"{one['transactionId']} ended with {stop}, and not {kept}")
        if (energy := sum(one.get("energy", 0) for one in shown)) != self.energy:
            wrong.append(f"{energy} Wh, and {self.energy} were charged")
        return wrong

    async def _wrong_samples(self, read: Read, one: Payload) -> list[str]:
        number = one["transactionId"]
        path = f"{self._path}/transactions/{number}/meter-values"
        readings = await everything(read, path)
        found = Counter(
            (_at(sample["at"]), float(sample["value"]))
            for reading in readings
            if reading["source"] == "MeterValues"
            for sample in reading["samples"]
            if sample["measurand"] == REGISTER and "phase" not in sample
        )
        said = Counter(one for each in self.samples.get(number, {}).values() for one in each)
        return [
            *[f"sample {sample} of {number} is lost" for sample in said - found],
            *[f"sample {sample} of {number} was never said" for sample in found.keys() - said],
            *[
                f"sample {sample} of {number}: {found[sample]} times, and said {times} times"
                for sample, times in said.items()
                if found[sample] > times
            ],
        ]

    async def _wrong_commands(self, read: Read, asked: set[str]) -> list[str]:
        shown = {one["commandId"]: one for one in await everything(read, f"{self._path}/commands")}
        wrong = [f"command {id} was asked and is unknown" for id in asked - shown.keys()]
        wrong += [f"command {id} is known and was never asked" for id in shown.keys() - asked]
        wrong += [f"command {id} came {n} times" for id, n in self.commands.items() if n > 1]
        wrong += [f"command {id} came from nowhere" for id in self.commands.keys() - shown.keys()]
        for id, one in shown.items():
            if one["status"] not in ENDS:
                wrong.append(f"command {id} is still {one['status']}")
            if one["status"] == "Answered" and one["response"] != self.answers.get(id):
                wrong.append(f"command {id} was never answered so: {one}")
            if one["status"] in NEVER_SENT and self.commands[id]:
                wrong.append(f"command {id} came and is {one['status']}")
        return wrong

    @property
    def _path(self) -> str:
        return f"/charge-points/{self.charge_point_id}"


async def everything(read: Read, path: str) -> list[Payload]:
    """All pages of a list."""
    items: list[Payload] = []
    query = "limit=100"
    while True:
        page = await read(f"{path}?{query}")
        items += page["items"]
        if not (cursor := page.get("cursor")):
            return items
        query = urlencode({"limit": 100, "cursor": cursor})


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _registers(said: Payload) -> list[Sample]:
    return [
        (_at(value["timestamp"]), float(sample["value"]))
        for value in said["meterValue"]
        for sample in value["sampledValue"]
        if sample.get("measurand", REGISTER) == REGISTER and "phase" not in sample
    ]
