"""The collector of the process that stands for AWS looks at no item twice."""

import gc
from collections.abc import Iterator

import pytest

from csms_tools.local.emulator import garbage


@pytest.fixture
def left() -> Iterator[None]:
    before = list(gc.callbacks)
    garbage.leave_what_stays()
    yield
    gc.callbacks[:] = before
    gc.unfreeze()


@pytest.mark.usefixtures("left")
def test_what_has_outlived_a_full_collection_is_left_alone() -> None:
    before, items = gc.get_freeze_count(), [[number] for number in range(1000)]
    gc.collect(1)
    assert gc.get_freeze_count() == before
    gc.collect()
    assert gc.get_freeze_count() >= before + len(items)


@pytest.mark.usefixtures("left")
def test_what_is_garbage_then_goes() -> None:
    gc.collect()
    before = gc.get_freeze_count()
    for _ in range(1000):
        cycle: list[object] = []
        cycle.append(cycle)
    del cycle
    gc.collect()
    assert gc.get_freeze_count() < before + 1000
