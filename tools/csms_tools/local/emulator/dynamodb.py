"""ministack's DynamoDB behind one adapter: what it stores is journaled, what slows it is cached.

It relies on these of the module's own names: _tables, _set_item, _remove_item, and what answers
each operation (`_put_item`), asked here because handle_request would read the JSON once more.
"""

import json
import re
import time
from typing import Any

from ministack.services import dynamodb  # type: ignore[import-not-found]

from .journal import Journal
from .snapshots import Change, Tables

Answer = tuple[int, dict[str, str], bytes]

_SERVED = {
    operation: re.sub("(?=[A-Z])", "_", operation).lower()
    for operation in (
        *("CreateTable", "DescribeTable", "ListTables", "DescribeEndpoints"),
        *("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"),
        *("BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems"),
    )
}
_TOO_LONG_AGO = 5 * 365 * 24 * 3600.0  # what expired before that, DynamoDB leaves alone


class DynamoDB:
    def __init__(self, journal: Journal | None) -> None:
        self._journal = journal
        self._recovered: Tables = journal.recovered if journal else {}
        self._ttl: dict[str, str] = {}  # table -> attribute
        self._changes: list[Change] = []
        self._set_item, self._remove_item = dynamodb._set_item, dynamodb._remove_item
        if journal:
            dynamodb._set_item, dynamodb._remove_item = self._noted_set, self._noted_remove

    async def handle(self, operation: str, request: dict[str, Any]) -> Answer:
        if operation in ("UpdateTimeToLive", "DescribeTimeToLive"):
            return self._time_to_live(request)
        if operation not in _SERVED:
            return answer(400, {"__type": "UnknownOperationException", "message": operation})
        if operation == "CreateTable":
            request = _without_stream(request)
        try:
            result: Answer = getattr(dynamodb, _SERVED[operation])(request)
        finally:
            self._note()
        if operation == "CreateTable" and result[0] == 200:
            self._restore(request["TableName"])
        if self._journal:
            await self._journal.durable()
        return result

    async def expire(self) -> None:
        """Delete what has outlived its time to live, as DynamoDB does in its own time."""
        now = time.time()
        for name, attribute in self._ttl.items():
            table = dynamodb._tables[name]
            for pk, items in list(table["items"].items()):
                for sk, item in list(items.items()):
                    expires_at = float(item.get(attribute, {}).get("N", "inf"))
                    if now - _TOO_LONG_AGO < expires_at <= now:
                        dynamodb._remove_item(table, pk, sk)
        self._note()
        if self._journal:
            await self._journal.durable()

    def _time_to_live(self, request: dict[str, Any]) -> Answer:
        # not ministack's: it deletes in a thread of its own, past the journal
        name = request["TableName"]
        wanted = request.get("TimeToLiveSpecification")
        if wanted is None:
            known = self._ttl.get(name)
            status = {"TimeToLiveStatus": "ENABLED" if known else "DISABLED"}
            described = status | ({"AttributeName": known} if known else {})
            return answer(200, {"TimeToLiveDescription": described})
        if wanted["Enabled"]:
            self._ttl[name] = wanted["AttributeName"]
        else:
            self._ttl.pop(name, None)
        return answer(200, {"TimeToLiveSpecification": wanted})

    def _noted_set(self, table: Any, pk: str, sk: str, item: Any) -> Any:
        self._changes.append((table["TableName"], pk, sk, item))
        return self._set_item(table, pk, sk, item)

    def _noted_remove(self, table: Any, pk: str, sk: str) -> Any:
        self._changes.append((table["TableName"], pk, sk, None))
        return self._remove_item(table, pk, sk)

    def _note(self) -> None:
        # nothing is awaited between a request's first change and this: they are its own
        if self._changes and self._journal:
            changes, self._changes = self._changes, []
            self._journal.append(changes)

    def _restore(self, name: str) -> None:
        """Tables are made anew at each start, as the template says; their items come back."""
        table = dynamodb._tables[name]
        for (pk, sk), item in self._recovered.pop(name, {}).items():
            self._set_item(table, pk, sk, item)


def answer(status: int, document: dict[str, Any]) -> Answer:
    return status, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps(document).encode()


def _without_stream(request: dict[str, Any]) -> dict[str, Any]:
    """Nothing reads the streams here, and ministack would keep a day of them in memory."""
    return {name: value for name, value in request.items() if name != "StreamSpecification"}
