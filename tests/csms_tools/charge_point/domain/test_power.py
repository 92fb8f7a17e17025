from random import Random

from csms_tools.charge_point.domain.power import Draw, Offer, Vehicle, draw, wanted
from csms_tools.charge_point.domain.status import Suspended

CAR = Vehicle(capacity=50_000, current=16.0, phases=3)


def test_the_current_ramps_up_and_holds() -> None:
    assert [wanted(CAR, 0.5, seconds) for seconds in (0, 10, 20, 600)] == [0.0, 8.0, 16.0, 16.0]


def test_the_current_tapers_off_as_the_battery_fills() -> None:
    currents = [wanted(CAR, soc, 600) for soc in (0.8, 0.9, 0.97, 0.999, 1.0)]
    assert currents == sorted(currents, reverse=True)
    assert currents[0] == 16.0
    assert currents[3] > 0
    assert currents[4] == 0.0


def test_a_car_takes_no_more_than_it_is_offered_and_no_more_than_it_can() -> None:
    assert draw(CAR, 0.5, 600, Offer(10.0, 3)) == Draw(10.0, 3)
    assert draw(CAR, 0.5, 600, Offer(32.0, 3)) == Draw(16.0, 3)
    assert draw(Vehicle(phases=1), 0.5, 600, Offer(32.0, 3)).phases == 1
    assert draw(CAR, 0.5, 600, Offer(32.0, 1)).phases == 1


def test_less_than_six_amperes_is_nothing() -> None:
    assert draw(CAR, 0.5, 600, Offer(5.9, 3)) == Draw(0.0, 3, Suspended.EVSE)


def test_a_full_car_suspends_by_itself() -> None:
    assert draw(CAR, 1.0, 600, Offer(32.0, 3)).suspended is Suspended.EV


def test_the_power_of_an_offer_counts_all_phases() -> None:
    assert Offer(10.0, 3).power(230.0) == 6900.0


def test_chance_makes_cars_that_differ() -> None:
    chance = Random(1)
    assert len({Vehicle.any(chance) for _ in range(5)}) == 5
