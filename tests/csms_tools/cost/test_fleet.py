import pytest

from csms_tools.cost.fleet import DAYS, Fleet

METERS = ("MeterValues, the first", "MeterValues", "MeterValues, seen")


@pytest.mark.parametrize(
    ("interval", "first", "plain", "seen"),
    [
        (0, 0, 0, 0),
        (30, 12.9, 120 - 40, 40 - 12.9),
        (60, 12.8, 30, 30 - 12.8),
        (90, 12.7, 0, 40 - 12.7),
        (300, 12, 0, 0),
        (900, 4, 0, 0),
        (7200, 0, 0, 0),
    ],
)
def test_samples_of_five_minutes_share_an_item_and_not_each_notes_that_it_spoke(
    interval: int, first: float, plain: float, seen: float
) -> None:
    times = Fleet(sessions_per_day=1, meter_interval=interval).times()
    assert [times[name] / DAYS for name in METERS] == pytest.approx([first, plain, seen])
