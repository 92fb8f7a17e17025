"""Samples, and the process that takes them dies: before or after any call it makes of AWS."""

import _thread
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from csms import aws
from tests.conftest import Says
from tests.inbound.support import begun, meter_values, reading, stored
from tests.stored import provision_id_tag, readings_of_month
from tests.support import NOON, Sockets
from tests.test_crashes import Fate, Killed

MOST = 9  # calls that taking samples makes


def deaths() -> Iterator[tuple[int, bool]]:
    for at in range(1, MOST):
        yield at, False
        yield at, True


@pytest.fixture
def fated(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    def live(fate: Fate, act: Callable[[], object]) -> bool:
        """Whether it was killed; what ran beside it has come to its end."""
        before = _thread._count()
        with monkeypatch.context() as patched:
            patched.setattr(aws, "call", fate.wrap(aws.call))
            patched.setattr(sockets, "post", fate.wrap(sockets.post))
            with suppress(Killed):
                act()
            end = time.monotonic() + 5
            while _thread._count() > before and time.monotonic() < end:
                time.sleep(0.001)
        return fate.calls >= fate.at

    return live


@pytest.mark.parametrize("told", ["4300", "4100"], ids=["more", "less than its start"])
def test_however_who_takes_samples_dies_they_are_kept_once_and_the_register_is_theirs(
    told: str, says: Says, fated: Callable[..., Any]
) -> None:
    provision_id_tag("CARD-1")
    number = begun(says, meterStart=4200)
    for place, (at, after) in enumerate(deaths()):
        told_at, value = NOON + timedelta(minutes=place), str(int(told) + place)
        said = meter_values(reading(told_at, value), transactionId=number)
        killed = fated(Fate(at, after), lambda said=said: says("MeterValues", said))
        assert says("MeterValues", said) == [3, "unique-1", {}]
        kept = readings_of_month("CP1", NOON)
        assert [len(one.samples) for one in kept] == [1] * (place + 1), (at, after)
        stands = stored(number)
        assert (stands.register, stands.register_at) == (Decimal(value), told_at), (at, after)
        if not killed:
            break
    else:
        pytest.fail("it was always killed")
