from datetime import datetime, timedelta

import pytest

from csms.domain.reservations import end_of, in_conflict
from csms.store.transactions import Transaction
from csms.store.transactions.reservations import Reservation
from tests.support import NOON

MINUTE = timedelta(minutes=1)
EXPIRY = NOON + 60 * MINUTE


def reservation(connector_id: int = 1, group: str | None = None) -> Reservation:
    made = Reservation.of("CP1", 7)
    made.connector_id, made.id_tag, made.parent_id_tag = connector_id, "CARD-1", group
    made.answered_at, made.expiry_date = NOON, EXPIRY
    return made


@pytest.mark.parametrize(
    ("connector", "heard", "at", "expected"),
    [
        (1, {}, 59, None),
        (1, {}, 60, ("Expired", 60)),
        (1, {}, 600, ("Expired", 60)),
        (1, {"1": 5}, 5, ("Lost", 5)),
        (1, {"1": 5}, 600, ("Lost", 5)),
        (1, {"1": -5}, 59, None),
        (1, {"1": 60}, 60, ("Expired", 60)),
        (1, {"2": 5}, 59, None),
        (1, {"0": 5}, 6, ("Lost", 5)),
        (1, {"0": 9, "1": 5}, 9, ("Lost", 5)),
        (0, {"1": 5, "2": 6}, 59, None),
        (0, {"0": 5}, 6, ("Lost", 5)),
    ],
)
def test_it_is_lost_with_its_connector_or_the_charge_point_and_else_expires(
    connector: int, heard: dict[str, int], at: int, expected: tuple[str, int] | None
) -> None:
    unusable_at = {number: NOON + minutes * MINUTE for number, minutes in heard.items()}
    end = end_of(reservation(connector), unusable_at, NOON + at * MINUTE)
    told = (end.status, (end.at - NOON) // MINUTE) if end else None
    assert told == expected


def begun(
    id_tag: str, at: datetime = NOON + MINUTE, connector_id: int = 1, group: str | None = None
) -> Transaction:
    made = Transaction.of("CP1", 1)
    made.id_tag, made.connector_id, made.start_received_at = id_tag, connector_id, at
    made.id_tag_info = {"status": "Accepted"} | ({"parentIdTag": group} if group else {})
    return made


@pytest.mark.parametrize(
    ("kept", "transaction", "expected"),
    [
        (reservation(), begun("CARD-2"), True),
        (reservation(), begun("card-1"), False),
        (reservation(), begun("CARD-2", connector_id=2), False),
        (reservation(0), begun("CARD-2", connector_id=2), True),
        (reservation(), begun("CARD-2", NOON - MINUTE), False),
        (reservation(), begun("CARD-2", EXPIRY), False),
        (reservation(group="G"), begun("CARD-2", group="g"), False),
        (reservation(group="G"), begun("CARD-2", group="H"), True),
        (reservation(), begun("CARD-2", group="G"), True),
    ],
)
def test_somebody_else_who_charges_where_it_was_kept_is_a_conflict(
    kept: Reservation, transaction: Transaction, expected: bool
) -> None:
    assert (in_conflict(kept, [transaction], EXPIRY) is transaction) == expected
