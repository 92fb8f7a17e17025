"""What real charge points send, row by row as it was reported of them, and what it may cost."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from csms.store.transactions import Transaction
from tests.conversations.operators import Operators
from tests.conversations.running import Line
from tests.stored import orphans_of, refused_calls_of

NOWHEN = "0000-00-00T00:00:00.000Z"
NOON = "2026-06-01T12:00:00Z"
VENDOR = {"chargePointVendor": "Vendor", "chargePointModel": "Model"}
STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Charging"}
START = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 100, "timestamp": NOON}
IN_HERTZ = {"value": "50", "unit": "Hz"}
STOP = {"meterStop": 5100, "timestamp": "2026-06-01T13:00:00Z"}


def charge_point(charge_point_id: str) -> ChargePoint:
    (found,) = fetch(ChargePoint.of(charge_point_id))
    assert found
    return found


def transaction(charge_point_id: str, number: int) -> Transaction:
    (found,) = fetch(Transaction.of(charge_point_id, number))
    assert found
    return found


async def begun(line: Line, **change: Any) -> int:
    answer = await line.call("StartTransaction", START | change)
    number: int = answer["transactionId"]
    return number


# ── BootNotification: nothing, Accepted ──


@pytest.mark.parametrize(
    "said",
    [
        {"chargePointModel": "M" * 23},
        {"chargePointSerialNumber": "S" * 26, "chargeBoxSerialNumber": "B" * 34},
        {"firmwareVersion": 1.5, "meterType": 7},
        {"iccid": None, "imsi": None},
        {"iccid": "-67"},
        {"vendor": "extra"},
    ],
    ids=str,
)
async def test_a_boot_is_accepted_whatever_it_says(
    said: dict[str, Any], line: Line, charge_point_id: str
) -> None:
    assert (await line.call("BootNotification", VENDOR | said))["status"] == "Accepted"
    boot = charge_point(charge_point_id).boot
    assert boot
    assert boot["chargePointModel"] == str(said.get("chargePointModel", "Model"))[:20]


async def test_a_frame_over_several_lines_is_one(line: Line) -> None:
    await line.socket.send('[2,\n "1",\r\n\t"Heartbeat",\n {}\n]\n')
    assert (await line.receive())[:2] == [3, "1"]


# ── StatusNotification: the state is kept, our own time, the text beside it ──


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"info": "i" * 70}, {"status": "Charging", "info": "i" * 50}),
        ({"errorCode": "Error"}, {"status": "Charging", "errorCode": "OtherError"}),
        ({"errorCode": None}, {"status": "Charging", "errorCode": "NoError"}),
        ({"status": "Occupied"}, {"status": "Preparing"}),
        ({"status": "Broken"}, {"status": "Unknown"}),
        ({"status": " available"}, {"status": "Available"}),
        ({"timestamp": NOWHEN}, {"status": "Charging"}),
        ({"timestamp": "2026-02-30T12:00:00Z"}, {"status": "Charging"}),
        ({"connectorId": "1", "vendorErrorCode": 17}, {"vendorErrorCode": "17"}),
        ({"info": ""}, {"info": ""}),
    ],
    ids=str,
)
async def test_a_state_is_kept_whatever_comes_with_it(
    said: dict[str, Any], kept: dict[str, Any], line: Line, charge_point_id: str
) -> None:
    assert await line.call("StatusNotification", STATUS | said) == {}
    state = charge_point(charge_point_id).connectors.as_dict()["1"]
    assert kept.items() <= state.items()
    assert state.get("timestamp", "2026") >= "2026"


# ── Times everywhere ──


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-06-01T15:00:00+03", datetime(2026, 6, 1, 12, tzinfo=UTC)),
        ("2026-06-01T12:00:00", datetime(2026, 6, 1, 12, tzinfo=UTC)),
        ("2026-06-01T12:00Z", datetime(2026, 6, 1, 12, tzinfo=UTC)),
        ("2026-06-01 12:00:00Z", datetime(2026, 6, 1, 12, tzinfo=UTC)),
        ("1970-01-01T00:00:07Z", datetime(1970, 1, 1, 0, 0, 7, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
async def test_a_time_is_understood_and_marked_where_it_cannot_be(
    said: str, meant: datetime, line: Line, charge_point_id: str
) -> None:
    started = transaction(charge_point_id, await begun(line, timestamp=said))
    assert started.started_at == meant
    assert bool(started.implausible_time) == (meant.year < 2015)


# ── StartTransaction: always a number ──


@pytest.mark.parametrize(
    ("said", "status", "meter"),
    [
        ({"meterStart": 100.5}, "Accepted", 101),
        ({"meterStart": "100,4"}, "Accepted", 100),
        ({"meterStart": None}, "Accepted", None),
        ({"idTag": "CARD-1-CARD-1-CARD-1-CAR"}, "Invalid", 100),
        ({"idTag": "CARD-1\x00\x1f"}, "Invalid", 100),
        ({"timestamp": None}, "Accepted", 100),
        ({"timestamp": NOWHEN}, "Accepted", 100),
        ({"connectorId": "1", "reservationId": "x"}, "Accepted", 100),
    ],
    ids=str,
)
async def test_a_start_has_a_number_and_its_repetition_the_same(
    said: dict[str, Any], status: str, meter: int | None, line: Line, charge_point_id: str
) -> None:
    first = await line.call("StartTransaction", START | said)
    assert first["idTagInfo"]["status"] == status
    assert await line.call("StartTransaction", START | said) == first
    assert transaction(charge_point_id, first["transactionId"]).meter_start == meter


# ── StopTransaction: the transaction ends ──


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"idTag": "CARD-1\x00\x07"}, {}),
        ({"idTag": "C" * 21}, {}),
        ({"idTag": "C" * 36}, {}),
        ({"reason": "Car full"}, {"stop_reason": "Other"}),
        ({"reason": ""}, {"stop_reason": "Local"}),
        ({"meterStop": 5000.5}, {"meter_stop": 5001}),
        ({"meterStop": None}, {"meter_stop": None}),
        ({"timestamp": NOWHEN}, {}),
        (
            {
                "transactionData": [
                    {"timestamp": NOON, "sampledValue": [{"value": "1", "unit": "Hz"}]}
                ]
            },
            {},
        ),
        ({"transactionData": {"timestamp": NOON, "sampledValue": {"value": "1"}}}, {}),
        ({"stopReason": "extra", "x": {"y": []}}, {}),
    ],
    ids=str,
)
async def test_a_stop_ends_its_transaction_and_its_repetition_is_no_other(
    said: dict[str, Any], kept: dict[str, Any], line: Line, charge_point_id: str
) -> None:
    number = await begun(line)
    for _ in range(2):
        assert await line.call("StopTransaction", STOP | {"transactionId": number} | said) == {}
    stopped = transaction(charge_point_id, number)
    assert stopped.stopped_at is not None
    assert kept.items() <= {name: getattr(stopped, name) for name in kept}.items()
    assert orphans_of(charge_point_id) == []


async def test_a_stop_that_names_none_is_kept_with_what_it_may_have_meant(
    line: Line, charge_point_id: str, operators: Operators
) -> None:
    number = await begun(line)
    assert await line.call("StopTransaction", STOP | {"transactionId": None}) == {}
    path = f"/charge-points/{charge_point_id}/orphans"
    (orphan,) = (await operators.ask("GET", path)).body["items"]
    assert "transactionId" not in orphan
    assert [one["transactionId"] for one in orphan["candidates"]] == [number]


# ── MeterValues: the odd sample alone ──


@pytest.mark.parametrize(
    ("odd", "register"),
    [
        ({"value": "50", "unit": "Hz", "measurand": "Frequency"}, 4300),
        ({"value": "9", "measurand": "Energy.Active.Import.Register\n"}, 9),
        ({"value": "9", "context": "Sample.Whenever"}, 4300),
        ({"value": " 5000 "}, 5000),
        ({"value": ""}, 4300),
        ({"value": 5000}, 5000),
        ({"value": "5000,5"}, 5000.5),
        ({"value": "5,000"}, 4300),
        ({"value": "9", "location": "Body"}, 4300),
        ("x", 4300),
    ],
    ids=str,
)
async def test_an_odd_sample_costs_itself(
    odd: Any, register: float, line: Line, charge_point_id: str
) -> None:
    number = await begun(line)
    said = [
        {"timestamp": "2026-06-01T12:05:00Z", "sampledValue": [{"value": "4300"}]},
        {"timestamp": "2026-06-01T12:10:00Z", "sampledValue": [odd]},
        {"timestamp": "2026-06-01T12:11:00Z", "sampledValue": []},
        {"timestamp": "2026-06-01T12:12:00Z"},
    ]
    values = {"connectorId": 1, "transactionId": number, "meterValue": said}
    assert await line.call("MeterValues", values) == {}
    assert transaction(charge_point_id, number).register == register


@pytest.mark.parametrize("number", [0, -1, None])
async def test_samples_of_no_transaction_are_taken(number: int | None, line: Line) -> None:
    said = [{"timestamp": NOON, "sampledValue": [{"value": "1"}]}]
    values = {"connectorId": 1, "transactionId": number, "meterValue": said}
    assert await line.call("MeterValues", values) == {}


async def test_samples_without_a_connector_are_those_of_their_transaction(
    line: Line, charge_point_id: str
) -> None:
    number = await begun(line)
    said = [{"timestamp": NOWHEN, "sampledValue": [{"value": "200", "location": "Body"}]}]
    assert await line.call("MeterValues", {"transactionId": number, "meterValue": said}) == {}
    assert await line.call("MeterValues", {"transactionId": number}) == {}
    assert transaction(charge_point_id, number).register == 200


# ── Frames ──


@pytest.mark.parametrize("text", ['[1,"x","Heartbeat",{}]', "", "[]", '["2"]'])
async def test_what_is_no_call_has_no_answer_and_a_line_in_the_log(
    text: str, line: Line, charge_point_id: str, operators: Operators
) -> None:
    await line.socket.send(text)
    await line.call("Heartbeat", {})
    path = f"/charge-points/{charge_point_id}/messages"
    async with asyncio.timeout(10):
        while True:
            said = (await operators.ask("GET", path)).body["items"]
            if any("ignored" in (one.get("error") or "") for one in said):
                return
            await asyncio.sleep(0.1)


async def test_the_same_id_twice_is_two_calls(line: Line) -> None:
    for _ in range(2):
        await line.send(2, "1", "Heartbeat", {})
        assert (await line.receive())[:2] == [3, "1"]


# ── What can only be refused is kept, and is a problem ──


async def test_what_cannot_be_understood_is_kept_and_a_problem(
    line: Line, charge_point_id: str, operators: Operators
) -> None:
    said = STOP | {"transactionId": 1234.5}
    assert "TypeConstraintViolation" in str(await line.call("StopTransaction", said))
    (refused,) = refused_calls_of(charge_point_id)
    assert refused.payload == said
    path = f"/charge-points/{charge_point_id}/problems"
    (problem,) = (await operators.ask("GET", path)).body["items"]
    assert problem["problem"] == "MessageRefused"
    assert "StopTransaction: transactionId" in problem["remedy"]
