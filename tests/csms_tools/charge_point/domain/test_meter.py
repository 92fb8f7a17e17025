from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from csms_tools.charge_point.domain.meter import Meter
from csms_tools.charge_point.domain.power import Offer, Vehicle
from csms_tools.charge_point.domain.status import Suspended

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CAR = Vehicle(capacity=60_000, arrives_with=0.25, current=16.0, phases=3)


def full_offer(_: datetime) -> Offer:
    return Offer(32.0, 3)


@pytest.fixture
def meter() -> Meter:
    meter = Meter(1000.0, 3, 230.0)
    meter.plug(CAR)
    meter.start(NOON)
    return meter


def test_eleven_kilowatts_for_an_hour_are_eleven_kilowatt_hours(meter: Meter) -> None:
    meter.advance(NOON + HOUR, full_offer)
    assert meter.register - 1000 == pytest.approx(11_040, abs=60)
    assert meter.power == pytest.approx(11_040)
    assert meter.soc == pytest.approx(0.25 + 11.04 / 60, abs=0.002)


def test_the_register_only_turns_while_it_is_started() -> None:
    meter = Meter(1000.0, 3, 230.0)
    meter.plug(CAR)
    meter.advance(NOON + HOUR, full_offer)
    assert meter.register == 1000


def test_the_limit_of_the_moment_counts(meter: Meter) -> None:
    half_past = NOON + HOUR / 2

    def offer_at(at: datetime) -> Offer:
        return Offer(16.0, 3) if at < half_past else Offer(0.0, 3)

    meter.advance(NOON + HOUR, offer_at)
    assert meter.register - 1000 == pytest.approx(5520, abs=60)
    assert meter.suspended is Suspended.EVSE


def test_a_car_fills_up_and_no_further(meter: Meter) -> None:
    meter.advance(NOON + 24 * HOUR, full_offer)
    assert meter.soc == pytest.approx(1.0)
    assert meter.register - 1000 == pytest.approx(45_000, abs=50)
    assert meter.suspended is Suspended.EV


def test_a_stopped_meter_keeps_its_register_and_shows_no_power(meter: Meter) -> None:
    meter.advance(NOON + HOUR, full_offer)
    register = meter.register
    meter.stop()
    meter.advance(NOON + 2 * HOUR, full_offer)
    assert (meter.register, meter.power) == (register, 0.0)


def test_a_reading_shows_the_phases_that_are_used() -> None:
    meter = Meter(0.0, 3, 230.0)
    meter.plug(Vehicle(current=16.0, phases=1))
    meter.start(NOON)
    meter.advance(NOON + HOUR, full_offer)
    reading = meter.read(Random(1))
    assert reading.currents == (16.0, 0.0, 0.0)
    assert all(228 <= voltage <= 232 for voltage in reading.voltages)
    assert reading.offered == 32.0


def test_without_a_car_there_is_no_state_of_charge(meter: Meter) -> None:
    meter.unplug()
    assert meter.read(Random(1)).soc is None
