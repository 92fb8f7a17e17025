from collections.abc import Collection

import pytest

from csms.store import counters

pytestmark = pytest.mark.usefixtures("store")


def none(_: Collection[int]) -> Collection[int]:
    return ()


def test_numbers_ascend_and_each_is_given_once() -> None:
    assert [counters.free("CP1", "request_id", none) for _ in range(3)] == [1, 2, 3]


def test_each_charge_point_and_each_kind_has_its_own() -> None:
    counters.free("CP1", "request_id", none)
    assert counters.free("CP2", "request_id", none) == 1
    assert counters.free("CP1", "reservation_id", none) == 1
    assert counters.free("CP1", "charging_profile_id", none) == 1
    assert counters.free("CP1", "request_id", none) == 2


def test_what_is_in_use_is_skipped_in_few_round_trips() -> None:
    asked: list[Collection[int]] = []

    def in_use(numbers: Collection[int]) -> Collection[int]:
        asked.append(numbers)
        return set(numbers) & set(range(1, 150))

    assert counters.free("CP1", "reservation_id", in_use) == 150
    assert len(asked) == 3
    assert counters.free("CP1", "reservation_id", in_use) > 150
