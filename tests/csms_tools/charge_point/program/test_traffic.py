import pytest

from csms_tools.charge_point import ChargePoint
from csms_tools.charge_point.program.traffic import Traffic
from tests.csms_tools.charge_point.central import Central


async def test_frames_are_counted_and_answers_timed(cp: ChargePoint, central: Central) -> None:
    traffic = Traffic()
    cp.observe(traffic)
    await cp.heartbeat()
    await cp.heartbeat()
    await central.command("ClearCache")
    assert (traffic.sent, traffic.received, traffic.answered) == (3, 3, 2)
    assert 0 < traffic.mean <= traffic.longest < 1
    assert traffic.last > 0


def test_before_the_first_answer_the_mean_is_nothing() -> None:
    assert Traffic().mean == pytest.approx(0)
