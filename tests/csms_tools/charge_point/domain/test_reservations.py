from datetime import UTC, datetime, timedelta

import pytest
from ocpp.v16.enums import ChargePointStatus as Status

from csms_tools.charge_point.domain.reservations import Reservation, Reservations

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
FREE = {1: Status.available, 2: Status.available}


def one(id: int = 1, connector: int = 1, tag: str = "A", parent: str | None = None) -> Reservation:
    return Reservation(id, connector, tag, LATER, parent)


def reserve(
    book: Reservations, wanted: Reservation, statuses: dict[int, Status] = FREE, zero: bool = True
) -> str:
    return book.reserve(wanted, statuses, zero_supported=zero, at=NOON)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (Status.available, "Accepted"),
        (Status.preparing, "Occupied"),
        (Status.charging, "Occupied"),
        (Status.faulted, "Faulted"),
        (Status.unavailable, "Unavailable"),
    ],
)
def test_a_connector_can_be_reserved_while_it_is_available(status: Status, answer: str) -> None:
    assert reserve(Reservations(), one(), {1: status}) == answer


def test_what_another_one_has_reserved_is_occupied() -> None:
    book = Reservations()
    reserve(book, one(1))
    assert reserve(book, one(2)) == "Occupied"


def test_the_same_id_replaces_the_reservation() -> None:
    book = Reservations()
    reserve(book, one(1, connector=1))
    assert reserve(book, one(1, connector=2)) == "Accepted"
    assert [reservation.connector for reservation in book.live(NOON)] == [2]


def test_an_unknown_connector_and_a_past_expiry_are_rejected() -> None:
    assert reserve(Reservations(), one(connector=9)) == "Rejected"
    assert reserve(Reservations(), Reservation(1, 1, "A", NOON)) == "Rejected"


def test_connector_0_only_where_it_is_supported() -> None:
    assert reserve(Reservations(), one(connector=0), zero=False) == "Rejected"
    assert reserve(Reservations(), one(connector=0)) == "Accepted"


def test_the_whole_charge_point_is_reserved_once_for_each_free_connector() -> None:
    book = Reservations()
    assert [reserve(book, one(id, connector=0)) for id in (1, 2, 3)] == [
        "Accepted",
        "Accepted",
        "Occupied",
    ]


@pytest.mark.parametrize(
    ("statuses", "answer"),
    [
        ({1: Status.faulted, 2: Status.faulted}, "Faulted"),
        ({1: Status.faulted, 2: Status.unavailable}, "Unavailable"),
        ({1: Status.faulted, 2: Status.charging}, "Occupied"),
    ],
)
def test_the_whole_charge_point_gives_the_reason_of_all(
    statuses: dict[int, Status], answer: str
) -> None:
    assert reserve(Reservations(), one(connector=0), statuses) == answer


def test_a_reservation_of_the_whole_keeps_the_last_free_connector() -> None:
    book = Reservations()
    reserve(book, one(connector=0))
    assert book.on(1, FREE, NOON) is None
    last = book.on(2, {1: Status.charging, 2: Status.available}, NOON)
    assert last is not None
    assert last.id == 1


def test_a_tag_uses_its_own_connectors_reservation_first() -> None:
    book = Reservations()
    reserve(book, one(1, connector=0))
    reserve(book, one(2, connector=1))
    used = book.used_by("a", None, 1, NOON)
    assert used is not None
    assert used.id == 2
    elsewhere = book.used_by("A", None, 2, NOON)
    assert elsewhere is not None
    assert elsewhere.id == 1


def test_the_group_of_a_reservation_may_use_it() -> None:
    reservation = one(parent="GROUP")
    assert reservation.admits("B", "group")
    assert not reservation.admits("B", "OTHER")
    assert not one().admits("B", None)


def test_an_expired_reservation_keeps_nobody_away() -> None:
    book = Reservations()
    reserve(book, one())
    assert book.on(1, FREE, LATER) is None
    assert [reservation.id for reservation in book.expire(LATER)] == [1]


def test_a_reservation_ends_by_its_id_or_with_its_connector() -> None:
    book = Reservations()
    reserve(book, one(1, connector=1))
    reserve(book, one(2, connector=2))
    assert book.end(1)
    assert not book.end(1)
    assert not book.end(None)
    book.end_on(2)
    assert book.live(NOON) == []
