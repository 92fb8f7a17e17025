from datetime import timedelta
from typing import Any

import pytest

from csms.store.transactions.reservations import Reservation
from csms.wire.ocpp16 import spell_time
from tests.actions import AT_NOON
from tests.csms.command_steps import SECOND, found, send
from tests.outbound.support import ask, configured, refusal
from tests.stored import provision_id_tag, reservations_of
from tests.support import NOON

HOUR = timedelta(hours=1)
ASKED: dict[str, Any] = {
    "connectorId": 1,
    "expiryDate": spell_time(NOON + HOUR),
    "idTag": "CARD-1",
    "reservationId": 7,
}


@pytest.fixture(autouse=True)
def card(cp: str) -> None:
    provision_id_tag("CARD-1")


def kept() -> list[Reservation]:
    return reservations_of("CP1", NOON)


@pytest.mark.parametrize("status", ["Accepted", "Faulted", "Occupied", "Rejected", "Unavailable"])
def test_it_is_remembered_as_it_was_answered(status: str) -> None:
    ask("ReserveNow", ASKED | {"parentIdTag": "CARDS"}, {"status": status})
    (one,) = kept()
    assert (one.reservation_id, one.connector_id, one.status) == (7, 1, status)
    assert (one.id_tag, one.parent_id_tag) == ("CARD-1", "CARDS")
    assert (one.expiry_date, one.answered_at) == (NOON + HOUR, NOON + SECOND)
    assert (one.command_id, one.transaction_id) == ("command-1", None)


def test_the_same_id_replaces_the_older_one() -> None:
    ask("ReserveNow", ASKED)
    ask("ReserveNow", ASKED | {"connectorId": 2}, command_id="another")
    assert [(one.connector_id, one.command_id) for one in kept()] == [(2, "another")]


def test_one_that_was_not_made_leaves_an_open_one_of_its_id_as_it_is() -> None:
    ask("ReserveNow", ASKED)
    ask("ReserveNow", ASKED | {"connectorId": 2}, {"status": "Occupied"}, command_id="another")
    assert [(one.connector_id, one.status) for one in kept()] == [(1, "Accepted")]
    assert found("another").response == {"status": "Occupied"}


def test_one_that_was_not_made_replaces_one_that_is_over() -> None:
    ask("ReserveNow", ASKED | {"expiryDate": AT_NOON})
    ask("ReserveNow", ASKED, {"status": "Faulted"}, command_id="another")
    assert [one.status for one in kept()] == ["Faulted"]
    ask("ReserveNow", ASKED | {"connectorId": 2}, {"status": "Occupied"}, command_id="third")
    assert [one.status for one in kept()] == ["Occupied"]


def test_an_id_that_is_left_out_is_a_free_one() -> None:
    ask("ReserveNow", ASKED | {"reservationId": 1})
    unnumbered = {name: value for name, value in ASKED.items() if name != "reservationId"}
    record = send("filled", "ReserveNow", unnumbered)
    assert record.payload == unnumbered | {"reservationId": 2}
    assert send("given", "ReserveNow", ASKED).payload == ASKED


def test_it_ends_in_the_future() -> None:
    reason = "the expiryDate is not in the future"
    assert refusal("ReserveNow", ASKED | {"expiryDate": AT_NOON}) == reason
    assert refusal("ReserveNow", ASKED | {"expiryDate": "2026-06-01T12:00:00.001Z"}) is None


def test_the_tag_may_charge() -> None:
    provision_id_tag("BLOCKED", blocked=True)
    provision_id_tag("MEMBER", parent_id_tag="BLOCKED")
    for tag, reason in (
        ("BLOCKED", "the id tag BLOCKED is Blocked"),
        ("MEMBER", "the id tag MEMBER is Blocked"),
        ("STRANGE", "the id tag STRANGE is not known"),
        ("card-1", None),
    ):
        assert refusal("ReserveNow", ASKED | {"idTag": tag}) == reason


def test_the_connector_is_there() -> None:
    configured(NumberOfConnectors="1")
    reason = refusal("ReserveNow", ASKED | {"connectorId": 2})
    assert reason is not None
    assert "no connector 2" in reason


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("false", "ReserveConnectorZeroSupported is false"),
        ("False", "ReserveConnectorZeroSupported is false"),
        ("true", None),
        (None, None),
    ],
)
def test_the_whole_charge_point_only_where_that_is_supported(
    value: str | None, reason: str | None
) -> None:
    anywhere = ASKED | {"connectorId": 0}
    assert refusal("ReserveNow", anywhere) is None
    configured(ReserveConnectorZeroSupported=value)
    assert refusal("ReserveNow", anywhere) == reason
    assert refusal("ReserveNow", ASKED) is None
