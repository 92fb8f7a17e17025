from datetime import timedelta

import pytest

from csms.domain.automatisms import Turn, distance, left, refused, to_send_again, turn
from csms.store.commands import CommandRecord
from csms.store.commands.automatisms import Automatism
from csms.store.commands.charging_profiles import InstalledProfile
from csms.store.provisioned.charge_points import ChargePoint
from tests.support import NOON

MINUTE = timedelta(minutes=1)


def charge_point(firmware: str | None = "1.0") -> ChargePoint:
    one = ChargePoint.of("CP1")
    one.boot = {"firmwareVersion": firmware} if firmware else {}
    return one


def last(**more: object) -> Automatism:
    one = Automatism.of("CP1", "configurationAfterBoot")
    one.occasion, one.began_at, one.firmware = "boot 1", NOON, "1.0"
    for name, value in more.items():
        setattr(one, name, value)
    return one


@pytest.mark.parametrize(
    ("before", "occasion", "minutes", "expected"),
    [
        (Automatism.of("CP1", "x"), "boot 1", 0, Turn.NOW),
        (last(), "boot 1", 99, Turn.GOES_ON),
        (last(), "boot 2", 14, Turn.LATER),
        (last(), "boot 2", 15, Turn.NOW),
        (last(refused_by="1.0"), "boot 2", 15, Turn.NOTHING),
        (last(refused_by="0.9"), "boot 2", 15, Turn.NOW),
    ],
)
def test_it_begins_once_an_occasion_and_not_before_its_time(
    before: Automatism, occasion: str, minutes: int, expected: Turn
) -> None:
    what, _ = turn(before, occasion, charge_point(), NOON + minutes * MINUTE)
    assert what is expected


def test_the_distance_is_a_quarter_of_an_hour_unless_it_is_set() -> None:
    one = charge_point()
    assert distance(one) == 15 * MINUTE
    one.automatic_distance = 60
    assert distance(one) == MINUTE


@pytest.mark.parametrize("code", ["NotSupported", "NotImplemented", "InternalError"])
def test_only_what_is_not_known_is_refused(code: str) -> None:
    error, answer = CommandRecord.of("CP1", "1"), CommandRecord.of("CP1", "2")
    error.error_code, answer.response = code, {"status": code}
    expected = code != "InternalError"
    assert refused([error]) is expected
    assert refused([answer]) is expected
    assert not refused([])


def test_what_was_sent_on_another_occasion_is_left() -> None:
    one = last(sent={"1": "command"})
    assert left(["1", "2"], one, "boot 1") == ["2"]
    assert left(["1", "2"], one, "boot 2") == ["1", "2"]


def test_profiles_of_a_transaction_over_or_newer_than_the_boot_stay_where_they_are() -> None:
    def profile(number: int, purpose: str, minutes: int, **more: str) -> InstalledProfile:
        one = InstalledProfile.of("CP1", number)
        one.purpose, one.accepted_at, one.profile = purpose, NOON + minutes * MINUTE, more
        return one

    found = to_send_again(
        [
            profile(1, "TxDefaultProfile", 0),
            profile(2, "ChargePointMaxProfile", 0, validTo="2099-01-01T00:00:00Z"),
            profile(3, "TxProfile", 0),
            profile(4, "TxDefaultProfile", 0, validTo="2020-01-01T00:00:00Z"),
            profile(5, "TxDefaultProfile", 2),
        ],
        NOON + MINUTE,
        NOON + 2 * MINUTE,
    )
    assert [one.charging_profile_id for one in found] == [2, 1]
