"""One charge point's life by the functions of the front door, on the store of a test."""

import asyncio
import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

from benchmarks.growth.session import charge_point_id, lived, provisioned
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.table import calls, get
from csms_tools.local.emulator.snapshots import Tables
from tests.api.support import ask
from tests.conftest import handler_of
from tests.roots import ROOT
from tests.support import Context, Sockets, frame, message

Payload = dict[str, Any]

TABLES = ("csms-state", "csms-history")


def lived_here(sockets: Sockets, number: int) -> list[datetime]:
    """When each of its transactions began."""
    name, unique_ids = charge_point_id(number), count(1)

    async def asked(method: str, path: str, body: object) -> Any:
        answered = ask(method, path, body=body, at=datetime.now(UTC))
        assert answered.status < 300, answered.text
        return answered.json

    def heard(text: str, route: str) -> None:
        event = message(
            text,
            at=datetime.now(UTC),
            charge_point_id=name,
            route=route,
            generation=generation(),
        )
        assert handler_of(route)(event, Context()) == {"statusCode": 200}

    async def say(action: str, payload: Payload) -> Any:
        heard(frame(action, payload, str(next(unique_ids))), action)
        return sockets.frames[-1][2]

    def generation() -> str:
        charge_point = get(ChargePoint.of(name))
        assert charge_point
        return charge_point.generation or ""

    async def command(action: str, payload: Payload, response: Payload) -> None:
        sent = await asked("POST", f"/charge-points/{name}/commands/{action}", payload)
        heard(json.dumps([3, sent["commandId"], response]), "$default")

    async def all_of_it() -> list[datetime]:
        await provisioned(asked, number)
        at = datetime.now(UTC)
        connections.opened(
            name, "one", at, security_profile=0, source_ip="203.0.113.7", generation=generation()
        )
        return await lived(say, command, number, ROOT)

    return asyncio.run(all_of_it())


def stored() -> Tables:
    return {
        name: {
            (item["pk"]["S"], item["sk"]["S"]): item
            for item in calls.call("Scan", {"TableName": name})["Items"]
        }
        for name in TABLES
    }
