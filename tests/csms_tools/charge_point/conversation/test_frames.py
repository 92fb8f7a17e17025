import asyncio
from datetime import UTC, datetime

import pytest

from csms_tools.charge_point.conversation.frames import CALL, Frame, Tape, read, spell

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def call(action: str, sent: bool = True) -> Frame:
    return Frame(NOON, sent, "", CALL, "1", action, {})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '[2,"1","Heartbeat"]',
        '[2,1,"Heartbeat",{}]',
        '[5,"1",{}]',
        '[3,"1",{},{}]',
        '[4,"1","InternalError",""]',
        "nonsense",
    ],
)
def test_what_is_no_frame_is_not_read(text: str) -> None:
    assert read(text) is None


def test_a_frame_is_type_id_and_the_rest() -> None:
    assert read('[2,"a","Heartbeat",{}]') == (2, "a", ["Heartbeat", {}])
    assert read('[3,"a",null]') == (3, "a", [None])
    assert read('[4,"a","GenericError","",{}]') == (4, "a", ["GenericError", "", {}])


def test_frames_are_spelled_compactly() -> None:
    assert spell(2, "a", "Heartbeat", {}) == '[2,"a","Heartbeat",{}]'


async def test_a_tape_sorts_calls_by_side_and_action() -> None:
    tape = Tape()
    for frame in (call("Heartbeat"), call("Reset", sent=False), call("Authorize")):
        tape(frame)
    assert [frame.action for frame in tape.sent()] == ["Heartbeat", "Authorize"]
    assert [frame.action for frame in tape.received()] == ["Reset"]
    assert [frame.action for frame in tape.sent("Authorize")] == ["Authorize"]


async def test_a_tape_waits_for_the_next_one_and_never_finds_one_twice() -> None:
    tape, frame = Tape(), call("Reset", sent=False)
    asyncio.get_running_loop().call_later(0.01, tape, frame)
    assert await tape.asked("Reset") is frame
    with pytest.raises(TimeoutError):
        await tape.asked("Reset", timeout=0.01)


async def test_a_tape_tells_a_command_from_a_call_of_the_charge_point() -> None:
    tape, mine = Tape(), call("DataTransfer")
    tape(call("DataTransfer", sent=False))
    tape(mine)
    assert await tape.said("DataTransfer") is mine


async def test_breaches_are_found_on_the_tape() -> None:
    tape = Tape()
    tape(Frame(NOON, False, "nonsense", breach="not a frame of OCPP"))
    tape(call("Reset"))
    assert tape.breaches() == ["not a frame of OCPP: nonsense"]
