import asyncio
from datetime import timedelta
from typing import Any

import pytest

from csms_tools.charge_point import ChargePoint, Note, Reply
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import NOON, Make


async def test_a_chosen_answer_changes_nothing_and_has_no_consequences(
    cp: ChargePoint, central: Central
) -> None:
    cp.answer_next("Reset", status="Rejected")
    cp.answer_next("ChangeConfiguration", status="Accepted")
    assert await central.command("Reset", type="Hard") == {"status": "Rejected"}
    change = {"key": "HeartbeatInterval", "value": "17"}
    assert await central.command("ChangeConfiguration", **change) == {"status": "Accepted"}
    assert cp.heartbeat_interval == 300
    assert cp.online


async def test_a_chosen_answer_is_given_as_often_as_it_was_chosen(
    cp: ChargePoint, central: Central
) -> None:
    cp.answer_next("ClearCache", 2, status="Rejected")
    answers = [await central.command("ClearCache") for _ in range(3)]
    assert [answer["status"] for answer in answers] == ["Rejected", "Rejected", "Accepted"]


async def test_a_chosen_failure_is_a_callerror(cp: ChargePoint, central: Central) -> None:
    cp.fail_next("*", "NotSupported", "no")
    assert await central.command_raw("ClearCache", {}) == ["NotSupported", "no", {}]


async def test_an_ignored_command_is_never_answered(cp: ChargePoint, central: Central) -> None:
    cp.ignore_next("Reset")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await central.command("Reset", type="Hard")
    assert cp.online


async def test_a_delayed_command_is_answered_in_the_end(cp: ChargePoint, central: Central) -> None:
    cp.delay_next("ClearCache", 0.1)
    before = asyncio.get_running_loop().time()
    assert await central.command("ClearCache") == {"status": "Accepted"}
    assert asyncio.get_running_loop().time() - before >= 0.1


async def test_a_raw_answer_goes_out_as_it_is(cp: ChargePoint, central: Central) -> None:
    cp.replies.add("ClearCache", Reply(raw='[3,"command-1",{"status":"Perhaps"}]'))
    assert await central.command_raw("ClearCache", {}) == {"status": "Perhaps"}
    assert central.breaches.pop() == (
        "ClearCacheResponse: 'Perhaps' is not one of ['Accepted', 'Rejected']"
    )


async def test_a_connection_can_be_cut_instead_of_an_answer(
    cp: ChargePoint, central: Central
) -> None:
    cp.replies.add("ClearCache", Reply(drop=True))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await central.command("ClearCache")
    assert central.closes == [1006]


@pytest.mark.parametrize(
    ("action", "payload", "code"),
    [
        ("MakeCoffee", {}, "NotImplemented"),
        ("Heartbeat", {}, "NotSupported"),
        ("Reset", {}, "OccurenceConstraintViolation"),
        ("Reset", {"type": 1}, "TypeConstraintViolation"),
        ("Reset", {"type": "Gentle"}, "PropertyConstraintViolation"),
        ("Reset", {"type": "Soft", "more": 1}, "FormationViolation"),
    ],
)
async def test_a_call_that_cannot_be_taken_gets_the_code_of_1_6(
    cp: ChargePoint, central: Central, action: str, payload: dict[str, Any], code: str
) -> None:
    answer = await central.command_raw(action, payload)
    assert isinstance(answer, list)
    assert answer[0] == code


async def test_whatever_goes_wrong_the_command_is_answered(
    cp: ChargePoint, central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("csms_tools.charge_point.commands.respond", broken)
    answer = await central.command_raw("ClearCache", {})
    assert answer == ["InternalError", "ZeroDivisionError", {}]


async def test_what_follows_can_be_held_back(make: Make, central: Central) -> None:
    cp = make(registered=True, automatic=False)
    await cp.connect()
    trigger = {"requestedMessage": "Heartbeat"}
    assert await central.command("TriggerMessage", **trigger) == {"status": "Accepted"}
    assert central.actions == []
    await cp.follow_up("TriggerMessage")
    assert central.actions == ["Heartbeat"]
    assert cp.held == []


async def test_the_same_seed_makes_the_same_charge_point(make: Make) -> None:
    one, other, third = make(seed=7), make(seed=7), make(seed=8)
    registers = [each.connectors[1].meter.register for each in (one, other, third)]
    assert registers[0] == registers[1] != registers[2]
    assert one.new_id() == other.new_id() != third.new_id()


async def test_any_text_can_be_sent(cp: ChargePoint, central: Central) -> None:
    await cp.send_raw('[2,"mine","Heartbeat",{}]')
    await central.heard("Heartbeat")


async def test_any_payload_can_be_sent(cp: ChargePoint, central: Central) -> None:
    await cp.call("Authorize", idTag="x" * 30)
    assert "is too long" in central.breaches.pop()


async def test_notes_tell_what_happens_by_the_charge_points_own_time(cp: ChargePoint) -> None:
    notes: list[Note] = []
    cp.listen(notes.append)
    cp.drift = timedelta(hours=1)
    cp.note("hello")
    assert notes == [Note(NOON + timedelta(hours=1), "CP1", "hello")]


async def test_what_was_asked_is_done_though_the_answer_is_lost(
    cp: ChargePoint, central: Central
) -> None:
    tape = cp.record()
    cp.lose_next("ChangeConfiguration")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await central.command("ChangeConfiguration", key="HeartbeatInterval", value="17")
    assert cp.heartbeat_interval == 17
    assert await central.command("ClearCache") == {"status": "Accepted"}
    assert tape.breaches() == []


async def test_with_the_answer_the_line_may_be_lost(cp: ChargePoint, central: Central) -> None:
    cp.lose_next("ChangeConfiguration", line=True)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await central.command("ChangeConfiguration", key="HeartbeatInterval", value="17")
    assert cp.heartbeat_interval == 17
    assert central.closes == [1006]
