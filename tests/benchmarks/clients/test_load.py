import pytest

from benchmarks.charge_point import Unfit
from benchmarks.clients.load import Load, Refused, Seen
from tests.benchmarks.conftest import Central

ROUND = [
    *("Heartbeat", "Authorize", "StatusNotification", "StartTransaction", "StatusNotification"),
    *("MeterValues", "MeterValues", "MeterValues", "StopTransaction", "StatusNotification"),
]


async def run(central: Central, charge_points: int = 1) -> Seen:
    return await Load(central.url, charge_points, warm_up=0.1, seconds=0.4).run()


async def test_it_says_what_a_charge_point_says_around_a_transaction(central: Central) -> None:
    await run(central)
    boot, *rest = central.actions
    assert boot == "BootNotification"
    assert rest[:10] == ROUND
    assert rest[10:20] == ROUND


async def test_it_counts_what_was_answered_within_the_measured_time(central: Central) -> None:
    seen = await run(central, 3)
    answered = sum(map(len, seen.latencies.values()))
    assert set(seen.latencies) == set(ROUND)
    assert 0 < answered < len(central.actions)
    assert 0.4 <= seen.seconds < 0.6
    assert all(0 < each < 400 for several in seen.latencies.values() for each in several)
    assert seen.missed == 0


async def test_a_transaction_is_never_the_same_twice(central: Central) -> None:
    await run(central)
    starts = [str(frame[3]) for frame in central.heard if frame[2] == "StartTransaction"]
    assert len(set(starts)) == len(starts) > 1


async def test_an_action_that_a_system_does_not_know_is_missed_and_the_rest_goes_on(
    central: Central,
) -> None:
    central.errors.add("MeterValues")
    seen = await run(central)
    assert set(seen.latencies) == set(ROUND) - {"MeterValues"}
    assert len(central.actions) > 30
    assert seen.missed == central.actions.count("MeterValues")
    assert seen.failures == ["MeterValues: InternalError ['', {}]"]


@pytest.mark.parametrize("action", ["BootNotification", "Authorize", "StartTransaction"])
async def test_a_system_that_does_not_know_us_is_not_measured(
    action: str, central: Central
) -> None:
    refused = {"status": "Rejected"}
    central.answers[action] = refused | {"idTagInfo": refused, "transactionId": 1}
    with pytest.raises(Unfit):
        await run(central)


async def test_a_refused_start_ends_a_charge_point(central: Central) -> None:
    central.errors.add("StartTransaction")
    seen = await run(central, 2)
    assert seen.missed == central.actions.count("StartTransaction") == 2
    assert "InternalError" in seen.failures[0]


async def test_a_boot_that_fails_ends_it(central: Central) -> None:
    central.errors.add("BootNotification")
    with pytest.raises(Refused):
        await run(central)
