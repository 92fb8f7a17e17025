"""What functions ask of AWS, counted: requests, DynamoDB's units, bytes."""

import io
import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from csms import aws, connections
from csms.inbound import last_seen
from csms.telemetry import logger
from csms_tools.cost import units
from tests import acting, conftest, fleet_steps
from tests.support import RESOURCES, Sockets

Raw = dict[str, Any]

TABLES = {"csms-state": "StateTable", "csms-history": "HistoryTable"}


class Recorder(ABC):
    """Stands before `aws.call`: counts requests, keeps tasks, tells what is read and written."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()
        self.tasks: list[Raw] = []
        self._call = aws.call

    @abstractmethod
    def written(self, part: Raw, stood: Raw | None, stands: Raw | None, times: int) -> None:
        """A write, whose units count so many times; it need not have changed anything."""

    @abstractmethod
    def read(self, operation: str, asked: Raw, answer: Raw) -> None: ...

    def put_before(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(aws, "call", self)
        patch.setattr(aws.requests, "call", self)

    def __call__(self, service: aws.requests.Service, operation: str, asked: Raw) -> Raw:
        self.counted[f"{service.name} requests"] += 1
        if operation == "SendMessage":
            self.tasks.append(json.loads(asked["MessageBody"]))
        if service is not aws.DYNAMODB:
            return self._call(service, operation, asked)
        if "TransactItems" in asked:
            parts = [part for each in asked["TransactItems"] for part in each.values()]
            return self._write(parts, 2, operation, asked)
        if operation in ("PutItem", "UpdateItem", "DeleteItem"):
            return self._write([asked], 1, operation, asked)
        answer = self._call(service, operation, asked)
        self.read(operation, asked, answer)
        return answer

    def _write(self, parts: list[Raw], times: int, operation: str, asked: Raw) -> Raw:
        before = [self._stands(part) for part in parts]
        try:
            return self._call(aws.DYNAMODB, operation, asked)
        finally:  # what fails its condition is billed as well
            for part, stood in zip(parts, before, strict=True):
                self.written(part, stood, self._stands(part), times)

    def _stands(self, part: Raw) -> Raw | None:
        wanted = {"TableName": part["TableName"], "Key": key_of(part), "ConsistentRead": True}
        with acting.somebody_else():
            found: Raw | None = self._call(aws.DYNAMODB, "GetItem", wanted).get("Item")
        return found


def key_of(part: Raw) -> Raw:
    return part.get("Key") or {name: part["Item"][name] for name in ("pk", "sk")}


class Meter(Recorder):
    """Counts units and what is stored."""

    def __init__(self) -> None:
        super().__init__()
        self.stored: dict[str, Counter[str]] = {}

    def written(self, part: Raw, stood: Raw | None, stands: Raw | None, times: int) -> None:
        table = TABLES[part["TableName"]]
        indexes = RESOURCES[table]["Properties"]["GlobalSecondaryIndexes"]
        own, _ = units.written(stood, stands)
        self.counted[f"{table} write units"] += own * times
        for index in indexes:
            _, of_index = units.written(stood, stands, [index])
            self.counted[f"{table}.{index['IndexName']} write units"] += of_index
        if stands is None or (stood is not None and table == "StateTable"):
            return
        days = "ever"
        if "expires_at" in stands:
            left = int(stands["expires_at"]["N"]) - fleet_steps.BEGINS.timestamp()
            days = str(round(left / 86_400))
        grown = units.size(stands) + units.ROW - (units.size(stood) + units.ROW if stood else 0)
        self.stored.setdefault(table, Counter())[days] += grown

    def read(self, operation: str, asked: Raw, answer: Raw) -> None:
        for place, some in _read(operation, asked, answer):
            self.counted[f"{place} half read units"] += round(2 * some)


def _read(operation: str, asked: Raw, answer: Raw) -> Iterator[tuple[str, float]]:
    if operation == "BatchGetItem":
        for table, wanted in asked["RequestItems"].items():
            found = answer["Responses"].get(table, [])
            yield TABLES[table], units.read(found, len(wanted["Keys"]) - len(found))
    elif operation == "GetItem":
        found = [answer["Item"]] if "Item" in answer else []
        yield TABLES[asked["TableName"]], units.read(found, 1 - len(found))
    else:
        assert operation == "Query", operation
        consistent = asked.get("ConsistentRead", False)
        place = TABLES[asked["TableName"]]
        if "IndexName" in asked:
            place += f".{asked['IndexName']}"
        yield place, units.queried(answer["Items"], consistent=consistent)


@contextmanager
def world(**environment: str) -> Iterator[tuple[Sockets, io.StringIO]]:
    """The real store, empty, with what was posted to sockets, and said to logs."""
    sockets, log = Sockets(), io.StringIO()
    store = conftest.store.__wrapped__()  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(connections, "sockets", sockets)
        patch.setattr(logger.handler, "stream", log)
        level = logger.level
        logger.setLevel("INFO")
        next(store)
        try:
            yield sockets, log
        finally:
            logger.setLevel(level)
            next(store, None)


def counts(**environment: str) -> dict[str, Any]:
    """By step and function, what one of it takes; deterministic."""
    found: dict[str, Any] = {}
    with world(**environment) as (sockets, log), pytest.MonkeyPatch.context() as patch:
        meter = Meter()
        meter.put_before(patch)
        fleet_steps.provisioned()
        meter.tasks.clear()
        for step in fleet_steps.ChargePoint(sockets).steps():
            of_step: dict[str, Any] = {"bytes in": step.bytes_in, "functions": {}, "stored": {}}
            meter.stored = of_step["stored"]
            sockets.sizes.clear()
            for function, run in step.invocations(meter.tasks):
                meter.counted, posted = Counter(), len(sockets.sizes)
                log.truncate(log.seek(0))
                last_seen._noted.clear()  # other functions, and environments, have other memories
                run()
                meter.counted |= {"invocations": 1, "log bytes": len(log.getvalue().encode())}
                meter.counted["posts"] = len(sockets.sizes) - posted
                sum_up = of_step["functions"].setdefault(function, Counter())
                sum_up.update(+meter.counted)
            of_step["posted"] = list(sockets.sizes)
            found[step.name] = of_step
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]
