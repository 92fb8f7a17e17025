import pytest

from benchmarks.clients.crowd import Crowd
from tests.benchmarks.conftest import Central

pytestmark = pytest.mark.alone  # what measures time wants the machine for itself


async def test_all_come_back_after_the_storm_and_go_on(central: Central) -> None:
    seen = await Crowd(central.url, 20, interval=0.1, seconds=0.3).run()
    assert central.actions.count("BootNotification") == 40
    assert central.cut == 20, "at once, before the first came back"
    assert len(seen.storm_latencies) == 20
    assert max(seen.storm_latencies) <= seen.storm * 1000
    assert seen.missed == seen.storm_retries == 0
    assert len(seen.heartbeats) == central.actions.count("Heartbeat") > 40


async def test_a_heartbeat_without_its_answer_is_missed(central: Central) -> None:
    central.errors.add("Heartbeat")
    seen = await Crowd(central.url, 3, interval=1, seconds=0.2).run()
    assert seen.missed == 6
    assert not seen.heartbeats
