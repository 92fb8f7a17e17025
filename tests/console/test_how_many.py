"""What is counted is told as people say it."""

from typing import Any

import pytest

from tests.console.deciding import decided


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((0, "transaction"), "0 transactions"),
        ((1, "transaction"), "1 transaction"),
        ((2, "entry", "entries"), "2 entries"),
        (({"number": 1}, "charge point"), "1 charge point"),
        (({"number": 1, "atLeast": True}, "charge point"), "1+ charge points"),
        ((1, "request waits", "requests wait"), "1 request waits"),
    ],
    ids=["none", "one", "two, spelled", "a count", "at least one", "with its verb"],
)
def test_one_is_told_as_one_and_of_others_there_are_several(
    given: tuple[Any, ...], told: str
) -> None:
    assert decided("parts/how_many.ts", "howMany", *given) == told
