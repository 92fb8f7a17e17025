import signal
from contextlib import suppress
from time import monotonic, sleep

import pytest

from csms.deadline import OutOfTime, within


def test_what_hangs_is_given_up() -> None:
    began = monotonic()
    with pytest.raises(OutOfTime), within(0.05):
        sleep(30)
    assert monotonic() - began < 5


@pytest.mark.parametrize("seconds", [0, -1])
def test_when_the_time_is_over_already_nothing_waits(seconds: float) -> None:
    with pytest.raises(OutOfTime), within(seconds):
        sleep(30)


def test_no_library_on_the_way_takes_it_for_a_failed_try() -> None:
    def tries_twice() -> None:
        for _ in range(2):
            with suppress(Exception):
                sleep(2)

    began = monotonic()
    with pytest.raises(OutOfTime), within(0.05):
        tries_twice()
    assert monotonic() - began < 2


def test_what_is_in_time_leaves_no_alarm_behind() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with within(0.05):
        pass
    sleep(0.1)
    assert signal.getsignal(signal.SIGALRM) is before


def test_a_failure_inside_leaves_no_alarm_behind_either() -> None:
    with pytest.raises(KeyError), within(0.05):
        raise KeyError
    sleep(0.1)


def test_one_within_another_leaves_that_its_time() -> None:
    ended: list[float] = []

    def waits_twice() -> None:
        for seconds in (0.05, 60):
            with suppress(OutOfTime), within(seconds):
                sleep(30)
            ended.append(monotonic() - began)
        sleep(30)

    began = monotonic()
    with pytest.raises(OutOfTime), within(0.5):
        waits_twice()
    assert ended[0] < 0.4
    assert 0.4 < monotonic() - began < 5


def test_one_within_another_lasts_no_longer() -> None:
    began = monotonic()
    with pytest.raises(OutOfTime), within(0.05), within(30):
        sleep(30)
    assert monotonic() - began < 5
