"""Standing of a tag by itself; what concurrency makes of it is in test_starting.py."""

from datetime import timedelta
from typing import Any

import pytest

from csms.domain.authorization import concurrent, id_tag_info
from csms.domain.transactions import StartKey
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import when
from csms.store.transactions import OpenTransaction
from tests.support import NOON

SECOND = timedelta(seconds=1)


def tag(**settings: Any) -> IdTag:
    return IdTag("TAG#CARD-1", "TAG", id_tag="CARD-1", **settings)


def test_an_unknown_tag_is_invalid_whatever_the_group() -> None:
    assert id_tag_info(None, tag(), NOON).status == "Invalid"


@pytest.mark.parametrize(
    ("expires_at", "status"),
    [(NOON - SECOND, "Expired"), (NOON, "Expired"), (NOON + SECOND, "Accepted")],
)
def test_a_tag_ends_at_its_expiry_date(expires_at: object, status: str) -> None:
    assert id_tag_info(tag(expiry_date=expires_at), None, NOON).status == status


def test_blocked_weighs_more_than_expired() -> None:
    assert id_tag_info(tag(blocked=True, expiry_date=NOON), None, NOON).status == "Blocked"


def test_a_members_own_standing_comes_before_its_groups() -> None:
    ended = tag(expiry_date=NOON)
    assert id_tag_info(ended, tag(blocked=True), NOON).status == "Expired"
    assert id_tag_info(tag(), ended, NOON).status == "Expired"


def test_a_group_that_ends_lends_its_members_no_expiry_date() -> None:
    info = id_tag_info(tag(parent_id_tag="GROUP"), tag(expiry_date=NOON + SECOND), NOON)
    assert (info.status, info.expiry_date, info.parent_id_tag) == ("Accepted", None, "GROUP")


# ── beside the others ──

HOST = ChargePoint.of("CP2")
START = StartKey("CP1", 1, "CARD-1", NOON, 0)


def other(charge_point_id: str = "CP2", number: int = 7, **more: Any) -> OpenTransaction:
    facts: dict[str, Any] = {
        "charge_point_id": charge_point_id,
        "transaction_id": number,
        "connector_id": 1,
        "started_at": NOON,
        "received_at": NOON,
    }
    return OpenTransaction("TAG#CARD-1", "OPEN#", **(facts | more))


def test_all_that_run_count() -> None:
    others = [(other(number=number), HOST) for number in (1, 2, 3)]
    assert concurrent(START, 9, NOON, others) == 3


@pytest.mark.parametrize(
    ("marker", "host"),
    [
        (other("CP1", 9, connector_id=2), HOST),
        (other("CP1", 7, connector_id=1), HOST),
        (other(started_at=NOON + SECOND), HOST),
        (other(), None),
        (other(), ChargePoint("CP#CP2", "CP", booted_at=NOON + SECOND)),
        (other(), ChargePoint("CP#CP2", "CP", available_at={"1": when(NOON + SECOND)})),
    ],
    ids=["a repetition", "same connector", "begins later", "host gone", "booted", "available"],
)
def test_what_does_not_run_beside_it_does_not_count(
    marker: OpenTransaction, host: ChargePoint | None
) -> None:
    assert concurrent(START, 9, NOON, [(marker, host)]) == 0


@pytest.mark.parametrize(
    ("marker", "host"),
    [
        (other("CP1", 7, connector_id=2), HOST),
        (other("CP2", 9), HOST),
        (other(), ChargePoint("CP#CP2", "CP", booted_at=NOON)),
        (other(), ChargePoint("CP#CP2", "CP", available_at={"2": when(NOON + SECOND)})),
    ],
    ids=["other connector", "same number elsewhere", "booted before", "another is available"],
)
def test_what_may_run_beside_it_counts(marker: OpenTransaction, host: ChargePoint) -> None:
    assert concurrent(START, 9, NOON, [(marker, host)]) == 1
