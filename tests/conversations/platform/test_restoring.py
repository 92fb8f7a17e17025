"""A backup is restored: the stack adopts tables of other names, and finds everything in them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from csms.wire.ocpp16 import spell_time
from csms_tools.local.stack.stack import Stack
from tests.conversations import running
from tests.conversations.operators import Operators, Payload
from tests.conversations.running import Csms
from tests.conversations.strict import ChargePoint, accepts
from tests.support import ROOT

PASSWORD = "a-password-of-cp1"
RESTORED = {"StateTable": "state-restored", "HistoryTable": "history-restored"}
ADOPTING = [
    word for id, name in RESTORED.items() for word in ("--parameter", f"Adopted{id}={name}")
]
NOW = datetime.now(UTC)
SOON = spell_time(NOW + timedelta(hours=1))
LISTS = (
    "/charge-points",
    "/id-tags",
    "/transactions",
    "/charge-points/CP1/meter-values",
    "/charge-points/CP1/commands",
    "/charge-points/OFFLINE/commands",
    "/charge-points/CP1/messages",
    "/audit",
)


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    path = tmp_path / "seed.yaml"
    path.write_text(
        "chargePoints:\n"
        f"  - {{id: CP1, securityProfile: 1, password: {PASSWORD}}}\n"
        "  - {id: OFFLINE, securityProfile: 0}\n"
        "idTags: [{idTag: CARD-1}]\n"
    )
    return path


def cp1(csms: Csms) -> ChargePoint:
    return ChargePoint(csms.ws, "CP1", accepts, running.basic("CP1", PASSWORD))


def started(minute: int) -> Payload:
    at = spell_time(NOW - timedelta(hours=2) + timedelta(minutes=minute))
    return {"connectorId": 1, "idTag": "CARD-1", "meterStart": 1000 + minute, "timestamp": at}


def stopped(number: int) -> Payload:
    return {"transactionId": number, "meterStop": 9000, "timestamp": spell_time(NOW)}


def sampled(number: int) -> Payload:
    at = spell_time(NOW - timedelta(hours=1))
    value = {"timestamp": at, "sampledValue": [{"value": "4300"}]}
    return {"connectorId": 1, "transactionId": number, "meterValue": [value]}


async def seen(operators: Operators, path: str) -> list[Any]:
    """All of a list; of charge points, which are seen again and again, the names."""
    reply = await operators.ask("GET", path, limit=200)
    assert reply.status == 200, reply
    items: list[Any] = reply.body["items"]
    assert items, path
    return [item["id"] for item in items] if path == "/charge-points" else items


def copied(csms: Csms) -> None:
    """Both tables into tables of other names, as DynamoDB restores: keys, indexes and items."""
    client = boto3.client(
        "dynamodb", csms.health["region"], endpoint_url=csms.health["awsEndpoint"]
    )
    for id, table in Stack.load(ROOT / "template.yaml").tables.items():
        client.create_table(**{**table.definition, "TableName": RESTORED[id]})
        for item in _items(client, csms.health["tables"][id]):
            client.put_item(TableName=RESTORED[id], Item=item)


def _items(client: Any, table: str) -> Iterator[Any]:
    for page in client.get_paginator("scan").paginate(TableName=table):
        yield from page["Items"]


async def test_a_restored_backup_is_adopted_and_everything_in_it_is_found(
    seed: Path, tmp_path: Path
) -> None:
    options = ("--data", str(tmp_path / "data"))
    with running.up(*options, seed=seed) as csms:
        async with Operators.of(csms, "admin") as operators, cp1(csms).connected() as charge_point:
            boot = {"chargePointVendor": "Vendor", "chargePointModel": "Model"}
            await charge_point.call("BootNotification", boot)
            ended = (await charge_point.call("StartTransaction", started(0)))["transactionId"]
            await charge_point.call("StopTransaction", stopped(ended))
            runs = (await charge_point.call("StartTransaction", started(1)))["transactionId"]
            await charge_point.call("MeterValues", sampled(runs))
            answered = await operators.send("CP1", "ClearCache")
            waits = (await operators.post("OFFLINE", "ClearCache", queueUntil=SOON)).body
            before = {path: await seen(operators, path) for path in LISTS}

            copied(csms)

            lost = (await charge_point.call("StartTransaction", started(2)))["transactionId"]
            later = {"id": "LATER", "securityProfile": 0}
            assert (await operators.ask("POST", "/charge-points", later)).status == 201
            told = await seen(operators, "/transactions")
            assert lost in [one["transactionId"] for one in told]

    with running.up(*options, *ADOPTING, seed=seed) as csms:
        assert csms.health["tables"] == RESTORED
        async with Operators.of(csms, "admin") as operators:
            after = {path: await seen(operators, path) for path in LISTS}
            assert after == before
            assert {one["transactionId"] for one in after["/transactions"]} == {ended, runs}
            assert "LATER" not in after["/charge-points"]
            assert await operators.outcome(answered) == answered

            offline = ChargePoint(csms.ws, "OFFLINE", accepts)
            async with offline.connected():
                assert (await operators.outcome(waits))["status"] == "Answered"
            async with cp1(csms).connected() as charge_point:
                assert (
                    await charge_point.call("StopTransaction", stopped(runs))
                ) != "InternalError"
                again = await charge_point.call("StartTransaction", started(1))
                assert again["transactionId"] == runs
                command = await operators.send("CP1", "ClearCache")
                assert command["status"] == "Answered"
            transaction = await operators.ask("GET", f"/charge-points/CP1/transactions/{runs}")
            assert transaction.body["meterStop"] == 9000
