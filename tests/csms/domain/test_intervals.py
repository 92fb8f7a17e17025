from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import integers, text

from csms.domain.intervals import interval_for, spread

FLEET = [f"CP-{number}" for number in range(1000)]


@given(integers(1, 86_400), integers(0, 50), text())
def test_it_is_shorter_by_so_many_percent_at_most(seconds: int, percent: int, name: str) -> None:
    found = spread(seconds, percent, name)
    assert max(1, seconds - seconds * percent // 100) <= found <= seconds
    assert found == spread(seconds, percent, name)


def test_a_fleet_is_spread_over_all_of_it() -> None:
    found = [spread(300, 10, name) for name in FLEET]
    assert len({*found}) >= 30
    assert max(found.count(each) for each in {*found}) < 2 * len(FLEET) / 30


def test_without_jitter_all_are_told_the_same() -> None:
    assert {spread(300, 0, name) for name in FLEET} == {300}


@pytest.mark.parametrize("status", ["Accepted", "Pending", "Rejected"])
@pytest.mark.parametrize("setting", [1, 60, 299, 300])
def test_what_an_operator_has_set_is_told_to_the_second(
    status: Any, setting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARTBEAT_JITTER", "50")
    assert {interval_for(name, status, setting) for name in FLEET} == {setting}


@pytest.mark.parametrize("status", ["Accepted", "Pending", "Rejected"])
def test_the_default_differs_from_one_to_the_next(
    status: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARTBEAT_JITTER", "10")
    found = {interval_for(name, status, None) for name in FLEET}
    assert min(found) >= 270
    assert max(found) <= 300
    assert len(found) > 20
