"""Samples by the dozen over a real socket, each said twice, and read by an operator."""

from datetime import UTC, datetime, timedelta
from typing import Any

from csms.wire.ocpp16 import spell_time
from tests.conversations.operators import Operators
from tests.conversations.running import Csms, Line

MANY = 30  # more than share an item
EVERY = timedelta(seconds=9)


async def test_however_fast_they_come_each_is_kept_once_and_listed_in_order(
    csms: Csms, line: Line, charge_point_id: str
) -> None:
    noon = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    begun = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 0, "timestamp": spell_time(noon)}
    number = (await line.call("StartTransaction", begun))["transactionId"]
    told = [spell_time(noon + place * EVERY) for place in range(1, MANY + 1)]
    for _ in range(2):
        for place, at in enumerate(told):
            sampled = [{"timestamp": at, "sampledValue": [{"value": str(100 + place)}]}]
            said = {"connectorId": 1, "transactionId": number, "meterValue": sampled}
            assert await line.call("MeterValues", said) == {}
    path = f"/charge-points/{charge_point_id}/transactions/{number}"
    async with Operators.of(csms) as operators:
        items: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            reply = await operators.ask("GET", f"{path}/meter-values", limit="7", **cursor)
            items += reply.body["items"]
            if "cursor" not in reply.body:
                break
            cursor = {"cursor": reply.body["cursor"]}
        assert [item["at"] for item in items] == told
        assert [item["samples"][0]["value"] for item in items] == [*range(100, 100 + MANY)]
        stands = (await operators.ask("GET", path)).body
        assert (stands["register"], stands["registerAt"]) == (100 + MANY - 1, told[-1])
