from datetime import timedelta

import pytest

from csms.store import table
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import (
    Connection,
    Crowded,
    NoLongerAdmitted,
    Superseded,
    closed,
    opened,
)
from csms.store.table import calls, delete, fetch, perform, update
from tests.stored import provision
from tests.support import NOON


def taken(connection_id: str, minutes: int = 0, generation: str | None = None) -> Connection | None:
    return opened(
        "CP1",
        connection_id,
        NOON + timedelta(minutes=minutes),
        security_profile=1,
        source_ip="203.0.113.7",
        generation=generation,
    )


def open_one(connection_id: str, minutes: int = 0) -> str | None:
    before = taken(connection_id, minutes)
    return before.connection_id if before else None


def current() -> str | None:
    (connection,) = fetch(Connection.of("CP1"))
    return connection.connection_id if connection else None


@pytest.mark.usefixtures("cp1")
def test_the_newest_takes_the_place_of_the_one_before_and_says_which_it_was() -> None:
    assert open_one("one") is None
    assert open_one("two", minutes=1) == "one"
    assert open_one("three", minutes=1) == "two"
    assert current() == "three"


@pytest.mark.usefixtures("cp1")
def test_an_older_one_does_not() -> None:
    open_one("new", minutes=1)
    with pytest.raises(Superseded):
        open_one("old")
    assert current() == "new"


@pytest.mark.usefixtures("cp1")
def test_one_that_is_written_twice_takes_its_own_place() -> None:
    open_one("one")
    assert open_one("one") is None


@pytest.mark.usefixtures("cp1")
def test_only_the_current_one_is_forgotten() -> None:
    open_one("one")
    assert closed("CP1", "another") is None
    assert current() == "one"
    ended = closed("CP1", "one")
    assert ended
    assert ended.connection_id == "one"
    assert closed("CP1", "one") is None
    assert current() is None


@pytest.mark.usefixtures("cp1")
def test_only_what_opened_it_still_counts() -> None:
    with pytest.raises(NoLongerAdmitted):
        taken("one", generation="one")
    provision("CP1", security_profile=1, generation="one")
    assert taken("one", generation="one") is None
    for generation in ("two", "", None):
        with pytest.raises(NoLongerAdmitted):
            taken("two", generation=generation)
    perform(delete(ChargePoint.of("CP1")))
    for generation in ("one", "", None):
        with pytest.raises(NoLongerAdmitted):
            taken("two", generation=generation)
    assert current() == "one"


@pytest.mark.usefixtures("cp1")
def test_a_call_that_the_one_before_is_given_meanwhile_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_one("one")
    call, tries = calls.call, 0

    def claiming(operation: str, arguments: table.Raw) -> table.Raw:
        nonlocal tries
        tries += operation == "TransactWriteItems"
        if tries == 2:
            monkeypatch.setattr(calls, "call", call)
            claims = [Connection.open_call.set("c1")]
            perform(update(Connection.of("CP1"), claims))
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", claiming)
    before = taken("two", minutes=1)
    assert before
    assert (before.connection_id, before.open_call) == ("one", "c1")
    (connection,) = fetch(Connection.of("CP1"))
    assert connection
    assert connection.open_call is None


@pytest.mark.usefixtures("cp1")
def test_one_that_is_always_overtaken_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    call, others = calls.call, 0

    def crowded(operation: str, arguments: table.Raw) -> table.Raw:
        nonlocal others
        others += 1
        with monkeypatch.context() as alone:
            alone.setattr(calls, "call", call)
            open_one(f"other-{others}")
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", crowded)
    with pytest.raises(Crowded):
        open_one("one")
    assert current() == f"other-{others}"
