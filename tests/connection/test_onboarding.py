"""A stranger that knows the onboarding password comes, and comes again, until it is accepted."""

from typing import Any

import pytest

from csms.credentials import hash_password
from csms.store.provisioned import strangers
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from csms.store.table import calls, fetch, perform, update
from tests.api.support import ask
from tests.conftest import handler_of
from tests.connection.support import PASSWORD, comes
from tests.stored import failures_of, provision
from tests.support import Context, Sockets, frame, message

BOOT = {"chargePointVendor": "V", "chargePointModel": "M"}
WELCOME, AGAIN = 200, 503


@pytest.fixture(autouse=True)
def onboarding(store: None, sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNKNOWN_CHARGE_POINTS", "Pending")
    monkeypatch.setenv("ONBOARDING_PASSWORD_HASH", hash_password(PASSWORD))


def stands() -> ChargePoint:
    (charge_point,) = fetch(ChargePoint.of("NEW"))
    assert charge_point
    return charge_point


def current() -> str | None:
    (connection,) = fetch(Connection.of("NEW"))
    return connection.connection_id if connection else None


def boots(generation: str, sockets: Sockets) -> list[Any]:
    said = message(
        frame("BootNotification", BOOT),
        charge_point_id="NEW",
        route="BootNotification",
        generation=generation,
    )
    handler_of("BootNotification")(said, Context())
    answer: list[Any] = sockets.frames[-1]
    return answer


def test_it_comes_and_is_answered_pending(sockets: Sockets) -> None:
    status, context = comes()
    assert (status, context["onboard"]) == (WELCOME, "true")
    assert boots(context["generation"], sockets)[2]["status"] == "Pending"
    assert stands().awaits_acceptance


def test_it_comes_again_as_it_was_over_the_same_generation(sockets: Sockets) -> None:
    _, first = comes("one")
    status, second = comes("two", minutes=5)
    assert (status, second["onboard"]) == (WELCOME, "waiting")
    assert second["generation"] == first["generation"]
    assert (stands().onboarding_times, stands().security_profile) == (2, 2)
    assert boots(first["generation"], sockets)[2]["status"] == "Pending"


def test_at_another_profile_it_is_bound_to_neither(sockets: Sockets) -> None:
    _, first = comes("one")
    status, second = comes("two", tls=False, minutes=5)
    assert (status, second["onboard"]) == (WELCOME, "again")
    assert (stands().security_profile, current()) == (1, "two")
    assert boots(first["generation"], sockets)[2] == "SecurityError"
    assert boots(second["generation"], sockets)[2]["status"] == "Pending"
    assert comes("three", minutes=6)[0] == WELCOME
    assert (stands().security_profile, stands().onboarding_times) == (2, 3)


def test_who_is_accepted_meanwhile_is_bound() -> None:
    comes("one", tls=False)
    judged = comes("two", tls=False)[1]
    assert judged["onboard"] == "waiting"
    assert ask("POST", "/inbox/NEW/accept", body={}).status == 201
    assert comes("three", minutes=1)[0] == 403
    assert failures_of("NEW", "WrongSecurityProfile")
    status, context = comes("four", tls=False, minutes=2)
    assert (status, context["onboard"]) == (WELCOME, "false")


@pytest.mark.parametrize("tls", [True, False], ids=["as it was", "at another profile"])
def test_who_was_judged_before_it_was_accepted_comes_again(
    tls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes("one")
    call = calls.call

    def accepting(operation: str, arguments: Any) -> Any:
        if operation == "TransactWriteItems":
            monkeypatch.setattr(calls, "call", call)
            assert ask("POST", "/inbox/NEW/accept", body={}).status == 201
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", accepting)
    assert comes("two", tls=tls, minutes=1)[0] == AGAIN
    assert current() == "one"


def test_a_key_of_its_own_is_the_only_one_that_opens() -> None:
    comes("one")
    own = [ChargePoint.password_hash.set(hash_password("a-key-of-its-own"))]
    perform(update(ChargePoint.of("NEW"), own))
    assert comes("two", tls=False, minutes=1)[0] == 401
    status, context = comes("two", tls=False, password="a-key-of-its-own", minutes=1)
    assert (status, context["onboard"]) == (WELCOME, "moved")
    assert (stands().security_profile, stands().has_own_key) == (1, True)


def test_one_that_was_taken_in_by_an_older_version_is_bound_as_it_was() -> None:
    provision("NEW", security_profile=2, password_hash=hash_password(PASSWORD))
    perform(update(ChargePoint.of("NEW"), [ChargePoint.registration.set("Pending")]))
    status, context = comes()
    assert (status, context["onboard"]) == (WELCOME, "false")
    assert comes("two", tls=False, minutes=1)[0] == 403
    assert strangers.waiting(5) == []


@pytest.mark.parametrize("tls", [True, False], ids=["as it was", "at another profile"])
def test_coming_again_takes_no_more_round_trips_than_of_one_that_is_bound(
    tls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes("one")
    asked: list[str] = []
    call = calls.call

    def counting(operation: str, arguments: Any) -> Any:
        asked.append(operation)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", counting)
    comes("two", tls=tls, minutes=1)
    before_the_rest = asked[:3]
    assert before_the_rest == ["BatchGetItem", "TransactWriteItems", "TransactWriteItems"]
    assert asked.count("TransactWriteItems") == 2
