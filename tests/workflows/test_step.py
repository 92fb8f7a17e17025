from datetime import UTC, datetime
from typing import Any

import pytest

from csms.deadline import OutOfTime
from tests.support import Context
from workflows.step import StepTimedOut, step


def test_a_step_is_given_what_it_was_told_and_adds_to_it() -> None:
    def perform(told: dict[str, Any], at: datetime) -> dict[str, Any]:
        assert datetime.now(UTC) >= at
        return {"outcome": "Ended", "number": told["number"] + 1}

    event = {"number": 1, "kept": True, "at": "2026-06-01T12:00:00.000Z"}
    assert step(perform)(event, Context()) == {"outcome": "Ended", "number": 2, "kept": True}


def test_one_that_runs_out_of_time_says_so_and_is_tried_again() -> None:
    def perform(*_: object) -> dict[str, Any]:
        raise OutOfTime

    with pytest.raises(StepTimedOut):
        step(perform)({"at": "2026-06-01T12:00:00.000Z"}, Context())
