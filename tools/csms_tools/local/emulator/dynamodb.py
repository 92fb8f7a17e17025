"""ministack's DynamoDB behind one adapter: what it stores is journaled, what slows it is cached.

It relies on these of the module's own names: _tables, _set_item, _remove_item, _items_replaced,
and what answers each operation (`_put_item`), asked here because handle_request would read the
JSON once more.
"""

import asyncio
import gc
import re
import time
from typing import Any

import orjson  # type: ignore[import-not-found]
from ministack.services import dynamodb  # type: ignore[import-not-found]

from .expiry import Expiry
from .journal import Journal
from .orders import Queries
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
_AT_ONCE = 500  # of what has expired, between two turns of the loop


class DynamoDB:
    def __init__(self, journal: Journal | None) -> None:
        self._journal = journal
        self._recovered: Tables = journal.recovered if journal else {}
        self._expiries: dict[str, Expiry] = {}  # by table
        self._changes: list[Change] = []
        self._queries = Queries()
        self._set_item, self._remove_item = dynamodb._set_item, dynamodb._remove_item
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
            self._begin(request["TableName"])
        if self._journal:
            await self._journal.durable()
        return result

    async def expire(self) -> None:
        """Delete what has outlived its time to live, as DynamoDB does in its own time."""
        for name, expiry in list(self._expiries.items()):
            table = dynamodb._tables[name]
            for number, (pk, sk) in enumerate(expiry.expired(time.time()), start=1):
                dynamodb._remove_item(table, pk, sk)
                if number % _AT_ONCE == 0:
                    self._note()
                    await asyncio.sleep(0)
        self._note()
        if self._journal:
            await self._journal.durable()

    def _time_to_live(self, request: dict[str, Any]) -> Answer:
        # not ministack's: it deletes in a thread of its own, past the journal
        name = request["TableName"]
        wanted = request.get("TimeToLiveSpecification")
        if wanted is None:
            known = self._expiries.get(name)
            status = {"TimeToLiveStatus": "ENABLED" if known else "DISABLED"}
            described = status | ({"AttributeName": known.attribute} if known else {})
            return answer(200, {"TimeToLiveDescription": described})
        if wanted["Enabled"]:
            items = dynamodb._tables[name]["items"]
            self._expiries[name] = Expiry(wanted["AttributeName"], items)
        else:
            self._expiries.pop(name, None)
        return answer(200, {"TimeToLiveSpecification": wanted})

    def _noted_set(self, table: Any, pk: str, sk: str, item: Any) -> Any:
        old = self._set_item(table, pk, sk, item)
        self._changed(table["TableName"], pk, sk, old, item)
        return old

    def _noted_remove(self, table: Any, pk: str, sk: str) -> Any:
        old = self._remove_item(table, pk, sk)
        self._changed(table["TableName"], pk, sk, old, None)
        return old

    def _changed(self, name: str, pk: str, sk: str, old: Any, new: Any) -> None:
        self._queries.changed(name, pk, sk, old, new)
        if name in self._expiries:
            self._expiries[name].changed(pk, sk, old, new)
        if self._journal:
            self._changes.append((name, pk, sk, new))

    def _note(self) -> None:
        # nothing is awaited between a request's first change and this: they are its own
        if self._changes and self._journal:
            changes, self._changes = self._changes, []
            self._journal.append(changes)

    def _begin(self, name: str) -> None:
        """Tables are made anew at each start, as the template says; their items come back."""
        table = dynamodb._tables[name]
        items = table["items"]
        gc.disable()  # nothing of it is garbage, and looking it through takes seconds
        for (pk, sk), item in self._recovered.pop(name, {}).items():
            items.setdefault(pk, {})[sk] = item
        dynamodb._items_replaced(table)
        self._queries.keep(table)
        gc.freeze()
        gc.enable()


def answer(status: int, document: dict[str, Any]) -> Answer:
    return status, {"Content-Type": "application/x-amz-json-1.0"}, orjson.dumps(document)


def _without_stream(request: dict[str, Any]) -> dict[str, Any]:
    """Nothing reads the streams here, and ministack would keep a day of them in memory."""
    return {name: value for name, value in request.items() if name != "StreamSpecification"}
