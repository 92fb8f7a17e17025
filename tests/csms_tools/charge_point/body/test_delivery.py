import asyncio

import pytest

from csms_tools.charge_point import ChargePoint, Settings, SteppedClock
from tests.csms_tools.charge_point.central import ACCEPTED, Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.judge import CallError
from tests.csms_tools.charge_point.patience import settled


async def test_offline_transactions_are_replayed_in_order_with_their_own_times(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = make(Settings(configuration={"MeterValueSampleInterval": "0"}), registered=True)
    await cp.connect()
    await cp.drop()
    for tag in ("TAG1", "TAG2"):
        transaction = await cp.start_transaction(1, tag)
        assert transaction.number is None
        await clock.advance(60)
        await cp.meter_values(1)
        await clock.advance(60)
        await cp.stop_transaction(1)
        await cp.unplug(1)
    before = len(central.calls)
    await cp.connect()
    await central.heard("StopTransaction", 2)
    replayed = central.calls[before:]
    actions = [name for name, _ in replayed if name != "StatusNotification"]
    assert actions == ["StartTransaction", "MeterValues", "StopTransaction"] * 2
    times = [
        payload["timestamp"][11:16]
        for name, payload in replayed
        if name in ("StartTransaction", "StopTransaction")
    ]
    assert times == ["12:00", "12:02", "12:02", "12:04"]
    numbers = [payload["transactionId"] for name, payload in replayed if "transactionId" in payload]
    assert numbers == [1, 1, 2, 2]
    await settled()
    assert len(cp.outbox) == 0


async def test_what_was_not_answered_before_the_line_was_lost_is_sent_again(
    cp: ChargePoint, central: Central
) -> None:
    central.once["StartTransaction"] = ["never"]
    starting = asyncio.create_task(cp.start_transaction(1, "TAG1"))
    await central.heard("StartTransaction")
    await central.close()
    await starting
    await cp.connect()
    await central.heard("StartTransaction", 2)
    first, again = central.said("StartTransaction")
    assert first == again


async def test_a_failed_message_is_tried_again_later_and_later(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = make(registered=True)
    await cp.connect()
    central.once["StartTransaction"] = [CallError("InternalError"), CallError("InternalError")]
    starting = asyncio.create_task(cp.start_transaction(1, "TAG1"))
    for wait in (60, 120):
        await settled()
        await clock.advance(wait - 1)
        await settled()
        tries = len(central.said("StartTransaction"))
        await clock.advance(1)
        await central.heard("StartTransaction", tries + 1)
    transaction = await starting
    assert transaction.number == 1
    assert len(central.said("StartTransaction")) == 3


async def test_nothing_overtakes_a_message_that_is_tried_again(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = make(registered=True)
    await cp.connect()
    central.once["StartTransaction"] = [CallError("InternalError")]
    starting = asyncio.create_task(cp.start_transaction(1, "TAG1"))
    await central.heard("StartTransaction")
    stopping = asyncio.create_task(cp.stop_transaction(1))
    await settled()
    assert central.said("StopTransaction") == []
    await clock.advance(60)
    await asyncio.gather(starting, stopping)
    assert [stop["transactionId"] for stop in central.said("StopTransaction")] == [1]


async def test_after_its_attempts_a_message_is_given_up_and_its_transaction_is_minus_1(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    settings = {"TransactionMessageAttempts": "2", "TransactionMessageRetryInterval": "0"}
    cp = make(Settings(configuration=settings), registered=True)
    await cp.connect()
    central.answers["StartTransaction"] = CallError("InternalError")
    starting = asyncio.create_task(cp.start_transaction(1, "TAG1"))
    await central.heard("StartTransaction")
    await settled()
    await clock.advance(0)
    transaction = await starting
    await cp.stop_transaction(1)
    assert len(central.said("StartTransaction")) == 2
    assert transaction.number is None
    assert [stop["transactionId"] for stop in central.said("StopTransaction")] == [-1]


async def test_a_message_has_its_own_id_at_every_attempt(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = make(Settings(configuration={"TransactionMessageRetryInterval": "0"}), registered=True)
    await cp.connect()
    tape = cp.record()
    central.once["StartTransaction"] = [CallError("InternalError")]
    starting = asyncio.create_task(cp.start_transaction(1, "TAG1"))
    await central.heard("StartTransaction")
    await settled()
    await clock.advance(0)
    await starting
    assert len({frame.id for frame in tape.sent("StartTransaction")}) == 2


async def test_an_unreadable_answer_counts_as_a_failure(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    retry = {"TransactionMessageRetryInterval": "0"}
    cp = make(Settings(configuration=retry), registered=True, strict=False)
    await cp.connect()
    central.once["StartTransaction"] = [{"transactionId": 7}]
    starting = asyncio.create_task(cp.start_transaction(1, "TAG1"))
    await central.heard("StartTransaction")
    await settled()
    await clock.advance(0)
    assert (await starting).number == 1


async def test_a_charge_point_that_is_told_to_hold_back_replays_when_asked(
    make: Make, central: Central
) -> None:
    cp = make(registered=True, automatic=False)
    await cp.start_transaction(1, "TAG1")
    await cp.connect()
    await settled()
    assert central.actions == []
    await cp.replay()
    assert central.actions == ["StartTransaction"]


@pytest.fixture
def small_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csms_tools.charge_point.body.outbox.ROOM", 6)


@pytest.mark.usefixtures("small_room")
async def test_after_a_long_time_offline_meter_values_are_thinned_out_first(
    make: Make, central: Central
) -> None:
    cp = make(registered=True)
    await cp.start_transaction(1, "TAG1")
    for _ in range(20):
        await cp.meter_values(1)
    await cp.stop_transaction(1)
    waiting = [message.action for message in cp.outbox.waiting]
    assert waiting[0] == "StartTransaction"
    assert waiting[-1] == "StopTransaction"
    assert 3 <= len(waiting) <= 7


async def test_transactions_wait_for_the_registration(make: Make, central: Central) -> None:
    cp = make()
    await cp.start_transaction(1, "TAG1")
    await cp.connect()
    await settled()
    assert central.actions == []
    await cp.start_up()
    await central.heard("StartTransaction")
    assert central.told[:3] == [
        "BootNotification",
        "StatusNotification 0 Available",
        "StatusNotification 1 Charging",
    ]


async def test_a_cached_tag_is_remembered_from_the_start(cp: ChargePoint, central: Central) -> None:
    central.once["StartTransaction"] = [
        {"transactionId": 9, "idTagInfo": {**ACCEPTED, "parentIdTag": "GROUP"}}
    ]
    await cp.start_transaction(1, "TAG1")
    known = cp.cached("tag1")
    assert known is not None
    assert known.parent == "GROUP"
