import asyncio
from collections.abc import Awaitable, Callable

import pytest

from csms_tools.charge_point import ChargePoint, Note, SteppedClock
from csms_tools.charge_point.program.mischief import (
    MISCHIEF,
    answer_late,
    break_a_connector,
    fail_a_command,
    lose_the_line,
    misbehave,
    repeat_a_start,
    slovenly,
    speak_dialect,
)
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.judge import CallError
from tests.csms_tools.charge_point.patience import settled


async def test_a_lost_line_is_lost_without_a_word(cp: ChargePoint, central: Central) -> None:
    await lose_the_line(cp)
    await settled()
    assert central.closes == [1006]


async def test_a_broken_connector_is_mended_after_a_while(
    cp: ChargePoint, central: Central, clock: SteppedClock
) -> None:
    breaking = asyncio.create_task(break_a_connector(cp))
    await central.told_of("StatusNotification 1 Faulted")
    await settled()
    await clock.advance(15)
    await breaking
    assert central.told[-1] == "StatusNotification 1 Available"


async def test_a_command_fails_once(cp: ChargePoint, central: Central) -> None:
    await fail_a_command(cp)
    assert await central.command_raw("ClearCache", {}) == ["InternalError", "", {}]
    assert await central.command("ClearCache") == {"status": "Accepted"}


async def test_a_late_answer_comes_late(cp: ChargePoint, central: Central) -> None:
    await answer_late(cp)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await central.command("ClearCache")


async def test_a_repeated_start_is_the_same_under_another_id(
    cp: ChargePoint, central: Central
) -> None:
    tape = cp.record()
    await cp.start_transaction(1, "TAG1")
    await repeat_a_start(cp)
    first, again = tape.sent("StartTransaction")
    assert first.payload == again.payload
    assert first.id != again.id


async def test_the_dialect_is_no_ocpp(
    cp: ChargePoint, central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(central, "_check", lambda name, payload: None)
    central.answers["SelfTestResult"] = CallError("NotImplemented")
    with pytest.raises(Exception, match="NotImplemented"):
        await speak_dialect(cp)


@pytest.mark.parametrize("mischief", MISCHIEF)
async def test_misbehaving_never_ends_by_a_failure(
    cp: ChargePoint,
    clock: SteppedClock,
    monkeypatch: pytest.MonkeyPatch,
    mischief: Callable[[ChargePoint], Awaitable[None]],
) -> None:
    notes: list[Note] = []
    cp.listen(notes.append)
    await cp.disconnect()
    monkeypatch.setattr("csms_tools.charge_point.program.mischief.MISCHIEF", (mischief,))
    task = asyncio.create_task(misbehave(cp))
    for _ in range(5):
        await clock.advance(40)
    assert not task.done()
    task.cancel()


STAMP = "2026-06-01T12:00:00.000Z"


def test_its_stop_has_words_for_a_reason_a_long_tag_and_a_fraction() -> None:
    stop = {"transactionId": 7, "meterStop": 1700, "timestamp": STAMP, "reason": "Local"}
    assert slovenly("StopTransaction", stop | {"idTag": "TAG1"}) == {
        "transactionId": 7,
        "meterStop": 1700.4,
        "timestamp": STAMP,
        "reason": "the driver said so (Local)",
        "idTag": "TAG1000000000000000000",
    }
    assert len(slovenly("StopTransaction", stop)["idTag"]) == 22
    assert stop["meterStop"] == 1700, "what waits in the outbox is left as it is"


def test_its_meter_values_have_a_unit_that_ocpp_does_not_know() -> None:
    sampled = [{"value": "100", "unit": "Wh"}]
    said = {"connectorId": 1, "meterValue": [{"timestamp": STAMP, "sampledValue": sampled}]}
    (value,) = slovenly("MeterValues", said)["meterValue"]
    assert value["sampledValue"][0] == sampled[0]
    assert value["sampledValue"][1]["unit"] == "Hz"
    assert len(sampled) == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [("Charging", "Occupied"), ("Finishing", "Occupied"), ("Available", "Available")],
)
def test_its_statuses_are_of_ocpp_1_5_and_their_times_have_hours_only(
    status: str, said: str
) -> None:
    told = {"connectorId": 1, "errorCode": "NoError", "status": status, "timestamp": STAMP}
    slovenly_told = slovenly("StatusNotification", told)
    assert slovenly_told["status"] == said
    assert slovenly_told["timestamp"] == "2026-06-01T15:00:00.000+03"


def test_its_model_is_too_long() -> None:
    boot = {"chargePointVendor": "V", "chargePointModel": "M"}
    assert len(slovenly("BootNotification", boot)["chargePointModel"]) > 20


def test_of_what_it_does_not_know_to_spoil_nothing_is_changed() -> None:
    assert slovenly("Authorize", {"idTag": "TAG1"}) == {"idTag": "TAG1"}
