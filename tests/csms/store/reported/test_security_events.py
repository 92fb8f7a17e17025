from datetime import timedelta

import pytest

from csms.store.reported import security_events
from csms.store.reported.security_events import OwnSecurityEvent
from csms.store.table import SHARDS
from tests.stored import events_of_nobody, failures_of
from tests.support import NOON


@pytest.mark.usefixtures("store")
def test_failures_are_counted_by_the_minute_and_the_address() -> None:
    for seconds, source_ip in ((0, "a"), (59, "a"), (59, "b"), (60, "a")):
        at = NOON + timedelta(seconds=seconds)
        security_events.note("CP1", at, reason="wrong credentials", source_ip=source_ip)
    failures = failures_of("CP1")
    counted = {(one.source_ip, one.at): one.tries for one in failures}
    second = timedelta(seconds=1)
    assert counted == {
        ("a", NOON + 59 * second): 2,
        ("b", NOON + 59 * second): 1,
        ("a", NOON + 60 * second): 1,
    }


@pytest.mark.usefixtures("store")
def test_each_kind_is_counted_for_itself() -> None:
    tries = [
        security_events.note("CP1", NOON, reason="because", source_ip="a", what=what)
        for what in (*security_events.KINDS, security_events.CLOSED)
    ]
    assert tries == [1] * len(security_events.KINDS) + [2]
    for what in security_events.KINDS:
        (one,) = failures_of("CP1", what)
        assert one.what == what


@pytest.mark.usefixtures("store")
def test_a_failure_moves_up_the_list_of_security_events_with_each_try() -> None:
    for seconds in (7, 53):
        at = NOON + timedelta(seconds=seconds)
        security_events.note("CP1", at, reason="wrong credentials", source_ip="a")
    (failure,) = failures_of("CP1")
    assert failure.by_time_sk == "2026-06-01T12:00:53.000+00:00#CP1"


@pytest.mark.usefixtures("store")
def test_a_failure_is_on_the_list_of_security_events() -> None:
    security_events.note("CP1", NOON, reason="wrong credentials", source_ip="a")
    (failure,) = failures_of("CP1")
    assert failure.by_time_pk
    assert failure.by_time_pk.startswith("SecurityEventNotification#2026-06#")


@pytest.mark.usefixtures("store")
def test_from_however_many_addresses_so_many_items_a_minute_are_kept_and_every_try_counts() -> None:
    tries = 60
    for number in range(tries):
        at = NOON + timedelta(seconds=number % 2)
        security_events.note("CP1", at, reason="wrong credentials", source_ip=f"192.0.2.{number}")
    failures = failures_of("CP1")
    assert len(failures) <= security_events.ADDRESSES
    assert sum(one.tries + (one.others or 0) for one in failures) == tries
    assert {one.source_ip for one in failures} == {f"192.0.2.{number}" for number in range(8)}


@pytest.mark.usefixtures("store")
def test_the_address_that_came_first_keeps_its_name_among_those_that_follow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(security_events, "ADDRESSES", 1)
    counted = [
        security_events.note("CP1", NOON, reason=f"of {source_ip}", source_ip=source_ip)
        for source_ip in ("own", "b", "c", "own")
    ]
    assert counted == [1, 2, 3, 4]
    (failure,) = failures_of("CP1")
    assert (failure.source_ip, failure.reason) == ("own", "of own")
    assert (failure.tries, failure.others) == (2, 2)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("days", "expires"), [("0", None), ("2", NOON + timedelta(days=2))])
def test_a_failure_is_kept_for_as_long_as_is_set(
    days: str, expires: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECURITY_EVENT_RETENTION_DAYS", days)
    security_events.note("CP1", NOON, reason="wrong credentials", source_ip="a")
    (failure,) = failures_of("CP1")
    assert failure.expires_at == expires


@pytest.mark.usefixtures("store")
def test_what_befell_nobody_known_is_bounded_too() -> None:
    for number in range(40):
        for what in (security_events.TLS, security_events.MISSING):
            source_ip = f"192.0.2.{number}"
            security_events.note(None, NOON, reason="because", source_ip=source_ip, what=what)
    noted = events_of_nobody()
    assert len(noted) <= 2 * security_events.ADDRESSES
    assert sum(one.tries + (one.others or 0) for one in noted) == 80
    assert {one.charge_point_id for one in noted} == {None}


@pytest.mark.usefixtures("store")
def test_what_befell_nobody_known_is_spread_over_the_shards_of_its_list() -> None:
    for number in range(40):
        security_events.note(None, NOON, reason="because", source_ip=f"192.0.2.{number}")
    assert {one.by_time_pk for one in events_of_nobody()} == {
        f"SecurityEventNotification#2026-06#{shard}" for shard in range(SHARDS)
    }


@pytest.mark.parametrize("what", security_events.OLD_KINDS)
def test_an_item_of_old_tells_its_kind(what: security_events.Kind) -> None:
    old = OwnSecurityEvent("CP#CP1", f"{what}#2026-06-01T12:00#3")
    assert (old.what, old.charge_point_id) == (what, "CP1")


def test_a_charge_point_may_be_named_as_the_partition_of_nobody_is() -> None:
    own = OwnSecurityEvent("CP#NOBODY", "EVENT#2026-06-01T12:00#TlsRefused#3")
    assert own.charge_point_id == "NOBODY"
