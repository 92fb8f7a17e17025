"""What comes over a line is judged, whenever it comes."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from csms_tools.certification.charge_point.frames import Memory
from csms_tools.certification.charge_point.journal import Journal
from csms_tools.certification.charge_point.line import Line
from csms_tools.certification.failures import Failed
from tests.csms_tools.certification.fakes import FakeConnection, FakeCsms

CALL = [2, "theirs-1", "ClearCache", {}]
PROFILE = """[2,"theirs-2","SetChargingProfile",{"connectorId":1,"csChargingProfiles":{
"chargingProfileId":1,"stackLevel":1,"chargingProfilePurpose":"TxDefaultProfile",
"chargingProfileKind":"Absolute","chargingSchedule":{"chargingRateUnit":"A",
"chargingSchedulePeriod":[{"startPeriod":0,"limit":LIMIT}]}}}]"""


@pytest.fixture
def connection() -> FakeConnection:
    return FakeConnection(FakeCsms())


@pytest.fixture
def memory() -> Memory:
    return Memory(set(), {}, [])


@pytest.fixture
async def line(connection: FakeConnection, memory: Memory) -> AsyncIterator[Line]:
    line = Line(connection, Journal(), memory, 1.0)
    yield line
    await line.close()


@pytest.mark.parametrize("limit", ["NaN", "Infinity"])
async def test_what_is_no_number_of_json_is_a_fault(
    limit: str, connection: FakeConnection, line: Line
) -> None:
    connection.frames.put_nowait(PROFILE.replace("LIMIT", limit))
    with pytest.raises(Failed, match="frames are JSON"):
        await line.quiet(0.1)


@pytest.mark.parametrize("limit", ["1e400", "[" * 5000 + "]" * 5000], ids=["huge", "deep"])
async def test_a_frame_that_cannot_be_judged_is_a_fault(
    limit: str, connection: FakeConnection, line: Line
) -> None:
    connection.frames.put_nowait(PROFILE.replace("LIMIT", limit))
    with pytest.raises(Failed):
        await line.quiet(0.1)


async def test_a_call_before_the_answer_to_ours_is_a_fault(
    connection: FakeConnection, line: Line
) -> None:
    connection.say(CALL)
    await line.call("Heartbeat", {}, "ours-1")
    with pytest.raises(Failed, match="ClearCache comes after the answer to Heartbeat"):
        await line.receives("ClearCache")


async def test_a_call_that_nobody_has_waited_for_is_remembered(
    connection: FakeConnection, line: Line, memory: Memory
) -> None:
    connection.say(CALL)
    await line.close()
    assert [str(one) for one in memory.unheard] == [
        "no CALL comes that the scenario does not expect; seen: ClearCache {}"
    ]


async def test_a_fault_that_nobody_was_told_of_is_remembered(
    connection: FakeConnection, line: Line, memory: Memory
) -> None:
    connection.frames.put_nowait("{}")
    await line.close()
    assert [one.expectation for one in memory.unheard] == [
        "a frame is a CALL, a CALLRESULT or a CALLERROR"
    ]


async def test_an_end_is_no_fault_and_a_fault_is_told_once(
    connection: FakeConnection, line: Line, memory: Memory
) -> None:
    connection.frames.put_nowait("{}")
    with pytest.raises(Failed):
        await line.quiet(0.1)
    await line.close()
    another = Line(FakeConnection(connection.csms), Journal(), memory, 1.0)
    await asyncio.sleep(0)
    await another.close()
    assert memory.unheard == []
