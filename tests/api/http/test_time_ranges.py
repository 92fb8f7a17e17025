from datetime import datetime, timedelta, timezone

import pytest

from api.app import api
from api.http.problems import Problem
from api.http.time_ranges import in_order, named_between, within
from csms.ids import uuid7
from tests.api.support import ask
from tests.support import NOON

HOUR = timedelta(hours=1)

FLEET = "it grows with the fleet and what is set for it, not with time"
ONE = "it grows with one charge point, not with time"
BOUNDED = "there are never more than so many"
WITHOUT = {
    "/campaigns/{campaignId}/targets": FLEET,
    "/charge-points": FLEET,
    "/charge-points/export": FLEET,
    "/charge-points/{chargePointId}/certificates": ONE,
    "/charge-points/{chargePointId}/charging-profiles": ONE,
    "/charge-points/{chargePointId}/local-list": ONE,
    "/charge-points/{chargePointId}/transactions/{transactionId}/meter-values": (
        "it is of one transaction"
    ),
    "/configuration-templates": FLEET,
    "/firmware-images": FLEET,
    "/id-tags": FLEET,
    "/id-tags/export": FLEET,
    "/inbox": BOUNDED,
    "/reservations": "those that hold now",
    "/root-certificates": FLEET,
    "/root-certificates/{rootSha256}/charge-points": FLEET,
}
"""Lists that are not asked for between two times, each with the reason."""

PAGED = {one.path: one for one in api.operations if one.paged}
BETWEEN = sorted(
    path for path, one in PAGED.items() if {"since", "until"} <= one.signature.parameters.keys()
)


def test_every_list_that_grows_with_time_is_asked_for_between_two_times() -> None:
    assert set(PAGED) - set(BETWEEN) == set(WITHOUT)


@pytest.mark.parametrize("path", BETWEEN)
def test_a_time_after_the_other_is_refused(path: str, cp1: str) -> None:
    where = path.replace("{chargePointId}", cp1)
    backwards = {"from": "2026-06-01T13:00:00+02:00", "to": "2026-06-01T10:59:59Z"}
    refused = ask("GET", where, query=backwards)
    assert (refused.status, refused.fields) == (400, ["to"])
    at_once = {"from": "2026-06-01T13:00:00+02:00", "to": "2026-06-01T11:00:00Z"}
    assert ask("GET", where, query=at_once).json["items"] == []


def test_what_is_in_order_is_taken() -> None:
    for since, until in ((NOON, NOON), (NOON, NOON + HOUR), (NOON, None), (None, NOON)):
        in_order(since, until)
    with pytest.raises(Problem, match="to: is before from"):
        in_order(NOON + HOUR, NOON)


@pytest.mark.parametrize(
    ("at", "since", "until", "expected"),
    [
        (NOON, NOON, NOON + HOUR, True),
        (NOON, NOON - HOUR, NOON, False),
        (NOON, NOON.astimezone(timezone(HOUR)), None, True),
        (NOON, None, None, True),
        (None, None, None, True),
        (None, NOON, None, False),
        (None, None, NOON, False),
    ],
)
def test_a_time_lies_from_the_one_to_before_the_other(
    at: datetime | None, since: datetime | None, until: datetime | None, expected: bool
) -> None:
    assert within(at, since, until) is expected


def test_what_is_named_by_an_id_is_found_by_when_that_was_made() -> None:
    low, high = named_between("JOB#", NOON, NOON + HOUR)
    minutes = (-1, 0, 59, 60)
    ids = [f"JOB#{uuid7(NOON + minute * timedelta(minutes=1))}" for minute in minutes]
    assert [low <= one <= high for one in ids] == [False, True, True, False]
    low, high = named_between("JOB#", None, None)
    assert all(low <= one <= high for one in ids)
