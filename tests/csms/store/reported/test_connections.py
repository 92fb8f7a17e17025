from datetime import timedelta

import pytest

from csms.store.reported.connections import Connection, Superseded, closed, opened
from csms.store.table import fetch
from tests.support import NOON


def open_one(connection_id: str, minutes: int = 0) -> str | None:
    at = NOON + timedelta(minutes=minutes)
    before = opened("CP1", connection_id, at, security_profile=1, source_ip="203.0.113.7")
    return before.connection_id if before else None


def current() -> str | None:
    (connection,) = fetch(Connection.of("CP1"))
    return connection.connection_id if connection else None


@pytest.mark.usefixtures("store")
def test_the_newest_takes_the_place_of_the_one_before_and_says_which_it_was() -> None:
    assert open_one("one") is None
    assert open_one("two", minutes=1) == "one"
    assert open_one("three", minutes=1) == "two"
    assert current() == "three"


@pytest.mark.usefixtures("store")
def test_an_older_one_does_not() -> None:
    open_one("new", minutes=1)
    with pytest.raises(Superseded):
        open_one("old")
    assert current() == "new"


@pytest.mark.usefixtures("store")
def test_one_that_is_written_twice_takes_its_own_place() -> None:
    open_one("one")
    assert open_one("one") is None


@pytest.mark.usefixtures("store")
def test_only_the_current_one_is_forgotten() -> None:
    open_one("one")
    assert closed("CP1", "another") is None
    assert current() == "one"
    ended = closed("CP1", "one")
    assert ended
    assert ended.connection_id == "one"
    assert closed("CP1", "one") is None
    assert current() is None
