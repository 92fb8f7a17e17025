from dataclasses import replace
from datetime import timedelta

from csms.domain.starts import Start
from csms.wire.mending import ReceiptTime
from tests.support import NOON

DAY = timedelta(days=1)
START = Start(
    charge_point_id="CP1",
    connector_id=1,
    id_tag="CARD-1",
    timestamp=NOON,
    meter_start=0,
    reservation_id=None,
    received_at=NOON + DAY,
    booted_at=NOON,
)


def test_a_boot_makes_another_start_where_the_clock_is_wrong_alone() -> None:
    booted_again = replace(START, booted_at=NOON + DAY)
    assert booted_again.key == START.key
    clockless = replace(START, timestamp=NOON.replace(year=1970))
    assert replace(clockless, booted_at=NOON + DAY).key != clockless.key


def test_it_happened_by_its_own_clock_if_that_can_be_right() -> None:
    assert START.moment == NOON
    assert replace(START, timestamp=NOON.replace(year=1970)).moment == NOON + DAY


def test_a_time_that_we_put_in_is_no_clock() -> None:
    received = ReceiptTime.fromisoformat(NOON.isoformat())
    assert START.plausible
    assert not replace(START, timestamp=received).plausible


def test_a_start_that_was_ahead_of_its_time_has_had_another_key() -> None:
    assert START.early_key is None
    ahead = replace(START, timestamp=NOON + 2 * DAY, received_at=NOON + 3 * DAY)
    assert ahead.early_key
    assert ahead.early_key != ahead.key
    assert replace(ahead, booted_at=None).early_key is None
