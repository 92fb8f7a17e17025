import asyncio
import json

import pytest

from csms_tools.charge_point import CallFailed, ChargePoint, Malformed, NoAnswer, Offline, Tape
from tests.csms_tools.charge_point.central import NOW, Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.judge import CallError
from tests.csms_tools.charge_point.patience import settled


@pytest.fixture
async def cp(make: Make) -> ChargePoint:
    """Connected, and nothing said yet."""
    cp = make(registered=True)
    await cp.connect()
    return cp


@pytest.fixture
def tape(cp: ChargePoint) -> Tape:
    return cp.record()


async def told(central: Central, text: str) -> None:
    assert central.socket is not None
    await central.socket.send(text)


async def test_calls_wait_for_each_other(cp: ChargePoint, central: Central) -> None:
    slow: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
    central.once["Heartbeat"] = [slow]
    calls = [asyncio.create_task(cp.heartbeat()) for _ in range(3)]
    await central.heard("Heartbeat")
    await settled()
    assert central.actions == ["Heartbeat"]
    slow.set_result({"currentTime": NOW})
    await asyncio.gather(*calls)
    assert central.actions == ["Heartbeat"] * 3


async def test_a_command_is_answered_while_a_call_is_open(
    cp: ChargePoint, central: Central
) -> None:
    slow: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
    central.once["Heartbeat"] = [slow]
    heartbeat = asyncio.create_task(cp.heartbeat())
    await central.heard("Heartbeat")
    assert await central.command("ClearCache") == {"status": "Accepted"}
    slow.set_result({"currentTime": NOW})
    await heartbeat


async def test_a_callerror_is_raised_with_its_code(cp: ChargePoint, central: Central) -> None:
    central.once["Heartbeat"] = [CallError("FormatViolation")]
    with pytest.raises(CallFailed) as failed:
        await cp.heartbeat()
    assert failed.value.code == "FormatViolation"


async def test_no_answer_in_time_is_an_error_and_the_late_one_a_breach(
    cp: ChargePoint, central: Central, tape: Tape
) -> None:
    cp.configuration["MessageTimeout"] = "1"
    slow: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
    central.once["Heartbeat"] = [slow]
    with pytest.raises(NoAnswer):
        await cp.heartbeat()
    slow.set_result({"currentTime": NOW})
    late = await tape.until(lambda frame: not frame.sent)
    assert late.breach == "an answer that comes too late"


async def test_a_lost_connection_fails_the_open_call_at_once(
    cp: ChargePoint, central: Central
) -> None:
    central.answers["Heartbeat"] = None
    heartbeat = asyncio.create_task(cp.heartbeat())
    await central.heard("Heartbeat")
    await central.close()
    with pytest.raises(Offline):
        async with asyncio.timeout(2):
            await heartbeat
    assert not cp.online


async def test_without_a_connection_there_is_no_call(cp: ChargePoint) -> None:
    await cp.disconnect()
    with pytest.raises(Offline):
        await cp.heartbeat()


async def test_an_answer_that_breaks_its_schema_is_malformed(
    cp: ChargePoint, central: Central, tape: Tape
) -> None:
    central.once["Heartbeat"] = [{"currentTime": NOW, "more": 1}]
    with pytest.raises(Malformed):
        await cp.heartbeat()
    assert len(tape.breaches()) == 1


async def test_a_lenient_charge_point_takes_what_it_can_read(make: Make, central: Central) -> None:
    cp = make(registered=True, strict=False)
    await cp.connect()
    central.once["Heartbeat"] = [{"currentTime": NOW, "more": 1}, {"time": NOW}]
    await cp.heartbeat()
    with pytest.raises(Malformed):
        await cp.heartbeat()


async def test_an_answer_that_is_no_object_is_malformed(make: Make, central: Central) -> None:
    cp = make(registered=True, strict=False)
    await cp.connect()
    central.once["Heartbeat"] = [[]]
    with pytest.raises(Malformed):
        await cp.heartbeat()


@pytest.mark.parametrize("text", ["nonsense", "[2,1]", '[9,"1",{}]', '[3,"1"]', '{"a":1}'])
async def test_what_is_no_frame_is_left_unanswered_and_noticed(
    cp: ChargePoint, central: Central, tape: Tape, text: str
) -> None:
    await told(central, text)
    frame = await tape.until(lambda frame: not frame.sent)
    assert frame.breach == "not a frame of OCPP"
    assert await central.command("ClearCache") == {"status": "Accepted"}


async def test_a_crooked_call_is_answered_if_it_has_an_id(
    cp: ChargePoint, central: Central, tape: Tape
) -> None:
    answer = await central.command_frame([2, "crooked", "ClearCache"])
    assert answer == [4, "crooked", "FormationViolation", "", {}]
    assert len(tape.breaches()) == 1


async def test_an_answer_to_nothing_is_a_breach(
    cp: ChargePoint, central: Central, tape: Tape
) -> None:
    await told(central, '[3,"unknown",{}]')
    frame = await tape.until(lambda frame: not frame.sent)
    assert frame.breach == "answers no open CALL"


async def test_a_second_call_before_the_answer_is_a_breach(
    cp: ChargePoint, central: Central, tape: Tape
) -> None:
    cp.ignore_next("ClearCache")
    await told(central, '[2,"first","ClearCache",{}]')
    await central.command("ClearCache")
    assert [frame.breach for frame in tape.received()] == [None, "a second CALL while one is open"]


async def test_an_id_that_comes_again_is_a_breach(
    cp: ChargePoint, central: Central, tape: Tape
) -> None:
    for _ in range(2):
        await central.command_raw("ClearCache", {}, id="same")
    breaches = [frame.breach for frame in tape.received()]
    assert breaches == [None, "an id that is too long or was used before"]


async def test_a_command_without_payload_is_one_with_an_empty_one(
    cp: ChargePoint, central: Central
) -> None:
    assert await central.command_raw("ClearCache", None) == {"status": "Accepted"}


async def test_every_frame_is_observed_with_its_action_and_its_time(
    cp: ChargePoint, central: Central, tape: Tape
) -> None:
    await cp.heartbeat()
    await central.command("ClearCache")
    assert [(frame.sent, frame.kind, frame.action) for frame in tape] == [
        (True, 2, "Heartbeat"),
        (False, 3, "Heartbeat"),
        (False, 2, "ClearCache"),
        (True, 3, "ClearCache"),
    ]
    assert json.loads(tape.frames[0].text)[1] == tape.frames[1].id
    elapsed = [frame.elapsed is not None and 0 <= frame.elapsed < 1 for frame in tape]
    assert elapsed == [False, True, False, True]
    assert tape.breaches() == []
