import asyncio
from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Any

import pytest

from csms_tools.charge_point import ChargePoint, Note, Settings, WorldClock
from csms_tools.charge_point.program.simulate import Plan, Simulated, run_all
from tests.csms_tools.charge_point.central import NOW, Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.patience import settled

ENERGY = "Energy.Active.Import.Register"
SESSION = {"Authorize", "StartTransaction", "StopTransaction"}


def simulated(make: Make, settings: Settings | None = None, **plan: Any) -> Simulated:
    """A minute passes in a tenth of a second."""
    cp = make(settings, clock=WorldClock(scale=600), seed=plan.pop("seed", 3))
    return Simulated(cp, Plan(("TAG1", "TAG2"), **({"duration": 60.0} | plan)))


async def run(one: Simulated, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        await run_all([one], asyncio.Event())


async def test_it_ends_by_itself_after_its_sessions(make: Make, central: Central) -> None:
    one = simulated(make, Settings(connectors=2), sessions=3)
    await run(one)
    assert (one.ended, one.turned_away) == (3, False)
    assert len(central.said("StartTransaction")) == len(central.said("StopTransaction")) == 3
    assert central.closes == [1000]
    assert one.cp.energy > 0


@pytest.mark.parametrize("seed", range(6))
async def test_every_session_leaves_the_connector_as_it_found_it(
    make: Make, central: Central, seed: int
) -> None:
    await run(simulated(make, sessions=2, seed=seed))
    assert set(central.actions) >= SESSION
    assert central.told[-1] == "StatusNotification 1 Available"


@pytest.mark.parametrize("answers_after", [0, 0.05])
async def test_without_sessions_of_its_own_a_car_comes_and_goes_with_remote_commands(
    make: Make, central: Central, answers_after: float
) -> None:
    def stopped(_: dict[str, Any]) -> dict[str, Any]:
        sleep(answers_after)  # seconds, in which the driver has looked several times
        return {}

    central.answers["StopTransaction"] = stopped
    one = simulated(make, Settings(driver_arrives_after=1), sessions=0)
    running = asyncio.create_task(run(one))
    await central.told_of("StatusNotification 1 Available")
    assert (await central.command("RemoteStartTransaction", idTag="TAG1", connectorId=1)) == {
        "status": "Accepted"
    }
    await central.told_of("StatusNotification 1 Charging")
    transaction = one.cp.connectors[1].transaction
    assert transaction
    await central.command("RemoteStopTransaction", transactionId=transaction.number)
    await central.heard("StopTransaction")
    await central.heard("StatusNotification", 6)  # two, Preparing, Charging, Finishing, Available
    assert (one.begun, central.told[-1]) == (1, "StatusNotification 1 Available")
    running.cancel()


async def test_a_tag_that_may_not_charge_is_a_session_without_energy(
    make: Make, central: Central
) -> None:
    central.answers["Authorize"] = {"idTagInfo": {"status": "Invalid"}}
    one = simulated(make, sessions=2)
    await run(one)
    assert one.ended == 2
    assert "StartTransaction" not in central.actions


async def test_a_refusal_ends_it_and_is_kept(make: Make, central: Central) -> None:
    central.refuse = 404
    one = simulated(make, sessions=1)
    await run(one)
    assert one.turned_away
    assert one.refused == "HTTP 404 Not Found: no"


async def test_stopping_says_goodbye(make: Make, central: Central) -> None:
    one, stop = simulated(make, duration=1e6), asyncio.Event()
    running = asyncio.create_task(run_all([one], stop))
    await central.told_of("StatusNotification 1 Charging")
    stop.set()
    async with asyncio.timeout(5):
        await running
    assert len(central.said("StopTransaction")) == 1
    assert central.told[-1] == "StatusNotification 1 Available"
    assert central.closes == [1000]


async def test_stopping_while_rejected_is_a_refusal(make: Make, central: Central) -> None:
    rejected = {"status": "Rejected", "currentTime": NOW, "interval": 100_000}
    central.answers["BootNotification"] = rejected
    one, stop = simulated(make), asyncio.Event()
    running = asyncio.create_task(run_all([one], stop))
    await central.heard("BootNotification")
    await settled()
    stop.set()
    await running
    assert one.turned_away


async def test_it_waits_while_a_connector_is_out_of_service(make: Make, central: Central) -> None:
    one = simulated(make, sessions=1, pause=200.0)
    running = asyncio.create_task(run(one))
    await central.told_of("StatusNotification 1 Available")
    await central.command("ChangeAvailability", connectorId=1, type="Inoperative")
    await asyncio.sleep(0.6)
    assert "Authorize" not in central.actions
    await central.command("ChangeAvailability", connectorId=1, type="Operative")
    await running
    assert one.ended == 1


async def test_a_faulty_one_gets_into_trouble_and_through_its_sessions(
    make: Make, central: Central
) -> None:
    central.refuse = None
    one = simulated(make, sessions=3, faulty=True, duration=200.0)
    notes: list[str] = []
    one.cp.listen(lambda note: notes.append(note.text))
    await run(one, 20)
    assert one.ended == 3
    central.breaches.clear()  # it may well have spoken its dialect


async def test_three_run_side_by_side(central: Central, make: Make) -> None:
    fleet = [simulated(make, sessions=1, seed=seed) for seed in range(3)]
    async with asyncio.timeout(10):
        await run_all(fleet, asyncio.Event())
    assert [one.ended for one in fleet] == [1, 1, 1]
    assert len(central.paths) == 3


async def test_a_lost_line_costs_no_transaction(make: Make, central: Central) -> None:
    one = simulated(make, sessions=1, duration=300.0)
    cp: ChargePoint = one.cp
    running = asyncio.create_task(run(one))
    await central.told_of("StatusNotification 1 Charging")
    central.refuse = 503
    await cp.drop()
    async with asyncio.timeout(5):
        while not [one for one in cp.outbox.waiting if one.action == "StopTransaction"]:
            await settled()
    central.refuse = None
    await running
    assert len(central.said("StartTransaction")) == len(central.said("StopTransaction")) == 1
    assert central.actions.count("BootNotification") == 1


def stamps(value: Any) -> list[datetime]:
    if isinstance(value, list):
        return [stamp for one in value for stamp in stamps(one)]
    if not isinstance(value, dict):
        return []
    here = [datetime.fromisoformat(value["timestamp"])] if "timestamp" in value else []
    return here + stamps(list(value.values()))


async def test_however_hurried_it_tells_the_time_of_the_world(make: Make, central: Central) -> None:
    began = datetime.now(UTC) - timedelta(milliseconds=1)
    one = simulated(make, Settings(configuration={"StopTxnSampledData": ENERGY}), sessions=2)
    notes: list[Note] = []
    one.cp.listen(notes.append)
    await run(one)
    assert one.cp.now() > datetime.now(UTC) + timedelta(minutes=1)
    told = stamps([payload for _, payload in central.calls]) + [note.at for note in notes]
    assert len(told) > 10
    assert began <= min(told) <= max(told) <= datetime.now(UTC)


async def test_however_hurried_it_takes_a_date_of_the_world(make: Make, central: Central) -> None:
    cp = make(clock=WorldClock(scale=600), registered=True)
    await cp.connect()
    soon = (datetime.now(UTC) + timedelta(seconds=0.5)).isoformat()
    await cp.clock.sleep(60)
    reserve = {"connectorId": 1, "idTag": "TAG1", "reservationId": 1, "expiryDate": soon}
    assert await central.command("ReserveNow", **reserve) == {"status": "Accepted"}
    await central.told_of("StatusNotification 1 Reserved")
    await central.told_of("StatusNotification 1 Available")
    assert datetime.now(UTC).isoformat() >= soon
