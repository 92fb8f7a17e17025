"""The floor: the `ocpp` package's central system, as lean as its documentation shows it.

`python -m benchmarks.floor [--store FILE]` prints its URL and serves until it is ended. It
validates against the official schemas, and knows no charge points, no tags and no security.
With a store each message is one row of SQLite, committed and on disk before the answer leaves.
"""

# mypy: allow-untyped-calls, allow-untyped-decorators
# (the package has no types)

import argparse
import asyncio
import json
import sqlite3
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import uvloop
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call_result
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import Action, AuthorizationStatus, RegistrationStatus
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

Fields = dict[str, Any]


class Store:
    """Rows of messages, durable one by one."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)  # each statement commits
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")  # a sync at each commit
        self._database.execute(
            "CREATE TABLE message (id INTEGER PRIMARY KEY, charge_point, at, action, payload)"
        )

    def keep(self, *row: str) -> None:
        self._database.execute(
            "INSERT INTO message (charge_point, at, action, payload) VALUES (?, ?, ?, ?)", row
        )


class CentralSystem(ChargePoint):  # the package has one name for both ends
    transactions = count(1)

    def __init__(self, id: str, connection: ServerConnection, store: Store | None) -> None:
        super().__init__(id, connection)
        self._store = store

    def _keep(self, action: Action, fields: Fields) -> str:
        now = datetime.now(UTC).isoformat()
        if self._store:
            self._store.keep(self.id, now, action, json.dumps(fields))
        return now

    @on(Action.boot_notification)
    def boot(self, **fields: Any) -> call_result.BootNotification:
        now = self._keep(Action.boot_notification, fields)
        return call_result.BootNotification(now, 300, RegistrationStatus.accepted)

    @on(Action.heartbeat)
    def heartbeat(self) -> call_result.Heartbeat:
        return call_result.Heartbeat(self._keep(Action.heartbeat, {}))

    @on(Action.authorize)
    def authorize(self, **fields: Any) -> call_result.Authorize:
        self._keep(Action.authorize, fields)
        return call_result.Authorize(_ACCEPTED)

    @on(Action.status_notification)
    def status(self, **fields: Any) -> call_result.StatusNotification:
        self._keep(Action.status_notification, fields)
        return call_result.StatusNotification()

    @on(Action.start_transaction)
    def start_transaction(self, **fields: Any) -> call_result.StartTransaction:
        self._keep(Action.start_transaction, fields)
        return call_result.StartTransaction(next(self.transactions), _ACCEPTED)

    @on(Action.meter_values)
    def meter_values(self, **fields: Any) -> call_result.MeterValues:
        self._keep(Action.meter_values, fields)
        return call_result.MeterValues()

    @on(Action.stop_transaction)
    def stop_transaction(self, **fields: Any) -> call_result.StopTransaction:
        self._keep(Action.stop_transaction, fields)
        return call_result.StopTransaction(_ACCEPTED)


_ACCEPTED = IdTagInfo(AuthorizationStatus.accepted)


async def run(store: Store | None) -> None:
    async def connected(connection: ServerConnection) -> None:
        assert connection.request is not None
        id = connection.request.path.rpartition("/")[2]
        try:
            await CentralSystem(id, connection, store).start()
        except ConnectionClosed:
            return

    async with serve(
        connected, "127.0.0.1", 0, subprotocols=[Subprotocol("ocpp1.6")], compression=None
    ) as server:
        [listener] = server.sockets
        print(f"ws://127.0.0.1:{listener.getsockname()[1]}/{{id}}", flush=True)
        await asyncio.Future()


def main() -> None:
    parser = argparse.ArgumentParser(prog="floor")
    parser.add_argument("--store", type=Path)
    store = parser.parse_args().store
    try:
        uvloop.run(run(Store(store) if store else None))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
