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
