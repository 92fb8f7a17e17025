from datetime import timedelta

import pytest

from csms.store.provisioned.charge_points import ChargePoint, InvalidIdentity
from csms.store.reported import charge_point_state, handshakes
from csms.store.table import fetch
from csms.wire.ocpp16 import Call
from tests.stored import failures_of, provision, set_registration
from tests.support import NOON


@pytest.mark.usefixtures("store")
def test_failures_are_counted_by_the_minute_and_the_address() -> None:
    for seconds, source_ip in ((0, "a"), (59, "a"), (59, "b"), (60, "a")):
        at = NOON + timedelta(seconds=seconds)
        handshakes.failed("CP1", at, reason="wrong credentials", source_ip=source_ip)
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
        handshakes.failed("CP1", NOON, reason="because", source_ip="a", what=what)
        for what in (*handshakes.KINDS, handshakes.CLOSED)
    ]
    assert tries == [1] * len(handshakes.KINDS) + [2]
    for what in handshakes.KINDS:
        (one,) = failures_of("CP1", what)
        assert one.what == what


@pytest.mark.usefixtures("store")
def test_a_failure_moves_up_the_list_of_security_events_with_each_try() -> None:
    for seconds in (7, 53):
        at = NOON + timedelta(seconds=seconds)
        handshakes.failed("CP1", at, reason="wrong credentials", source_ip="a")
    (failure,) = failures_of("CP1")
    assert failure.by_time_sk == "2026-06-01T12:00:53.000+00:00#CP1"


@pytest.mark.usefixtures("store")
def test_a_failure_is_on_the_list_of_security_events() -> None:
    handshakes.failed("CP1", NOON, reason="wrong credentials", source_ip="a")
    (failure,) = failures_of("CP1")
    assert failure.by_time_pk
    assert failure.by_time_pk.startswith("SecurityEventNotification#2026-06#")


@pytest.mark.usefixtures("store")
def test_a_stranger_becomes_a_pending_charge_point_once() -> None:
    handshakes.take_in("NEW", 2, password_hash="hash")
    set_registration("NEW", "Accepted")
    handshakes.take_in("NEW", 1, password_hash="another")
    (charge_point,) = fetch(ChargePoint.of("NEW"))
    assert charge_point
    assert charge_point.registration == "Accepted"
    assert (charge_point.security_profile, charge_point.password_hash) == (2, "hash")
    assert charge_point.by_name_sk == "NEW"


@pytest.mark.usefixtures("store")
def test_a_stranger_can_be_provisioned_and_reports_like_any_other() -> None:
    handshakes.take_in("NEW", 2, password_hash="hash")
    provision("NEW", security_profile=1)
    call = Call("NEW", "1", NOON)
    charge_point_state.connector_reports(call, 1, {"status": "Available"})
    (charge_point,) = fetch(ChargePoint.of("NEW"))
    assert charge_point
    assert charge_point.registration == "Pending"
    assert set(charge_point.connectors.as_dict()) == {"1"}


def test_a_name_that_differs_by_case_from_one_that_is_there_is_refused(cp1: str) -> None:
    with pytest.raises(InvalidIdentity):
        handshakes.take_in("cp1", 2, password_hash="hash")
    assert fetch(ChargePoint.of("cp1")) == (None,)


@pytest.mark.usefixtures("store")
def test_from_however_many_addresses_so_many_items_a_minute_are_kept_and_every_try_counts() -> None:
    tries = 60
    for number in range(tries):
        at = NOON + timedelta(seconds=number % 2)
        handshakes.failed("CP1", at, reason="wrong credentials", source_ip=f"192.0.2.{number}")
    failures = failures_of("CP1")
    assert len(failures) <= handshakes.ADDRESSES
    assert sum(one.tries + (one.others or 0) for one in failures) == tries
    assert {one.source_ip for one in failures} == {f"192.0.2.{number}" for number in range(8)}


@pytest.mark.usefixtures("store")
def test_the_address_that_came_first_keeps_its_name_among_those_that_follow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handshakes, "ADDRESSES", 1)
    counted = [
        handshakes.failed("CP1", NOON, reason=f"of {source_ip}", source_ip=source_ip)
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
    handshakes.failed("CP1", NOON, reason="wrong credentials", source_ip="a")
    (failure,) = failures_of("CP1")
    assert failure.expires_at == expires
