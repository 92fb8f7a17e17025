from typing import Any

import pytest

from csms.domain.campaign_plans import Abort, Plan, phase_of


@pytest.mark.parametrize(
    ("phases", "total", "bounds"),
    [
        ([], 7, [7]),
        ([{"count": 2}], 7, [2, 7]),
        ([{"share": 0.1}], 7, [1, 7]),
        ([{"share": 0.1}, {"share": 0.5}], 100, [10, 60, 100]),
        ([{"count": 9}, {"count": 9}], 12, [9, 12]),
        ([{"count": 9}], 3, [3]),
        ([{"count": 5}], 5, [5]),
        ([], 0, [0]),
    ],
)
def test_phases_take_the_first_in_order_and_what_is_left_is_the_last(
    phases: list[Any], total: int, bounds: list[int]
) -> None:
    assert Plan.of({"rollout": {"concurrency": 10}, "phases": phases}).bounds(total) == bounds


@pytest.mark.parametrize(
    ("limit", "counts", "is_passed"),
    [
        (Abort("failed", 0.1), {"failed": 1}, True),
        (Abort("failed", 0.1, 10), {"failed": 1}, False),
        (Abort("failed", 0.1, 10), {"failed": 1, "installed": 9}, False),
        (Abort("failed", 0.1, 10), {"failed": 2, "installed": 8}, True),
        (Abort("failed", 0.1), {"timedOut": 5}, False),
        (Abort("any", 0.1), {"timedOut": 5}, True),
        (Abort("any", 0), {"installed": 5}, False),
        (Abort("any", 0), {"alreadyInstalled": 5, "skipped": 5, "cancelled": 1}, False),
        (Abort("failed", 0), {}, False),
    ],
)
def test_a_share_of_those_that_were_tried_is_too_many(
    limit: Abort, counts: dict[str, int], is_passed: bool
) -> None:
    assert limit.is_passed(counts) is is_passed


def test_each_place_is_of_one_phase() -> None:
    assert [phase_of([2, 3, 6], place) for place in range(6)] == [0, 0, 1, 2, 2, 2]
