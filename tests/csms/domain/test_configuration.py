import pytest

from csms.credentials import hash_password
from csms.domain.command_context import CommandContext
from csms.domain.configuration import (
    profile_not_followed,
    profile_offered,
    profile_told,
    unfit_key,
)
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.configuration import Configuration, Entry
from tests.support import NOON

KEY = "00" * 16


def context(*entries: Entry, complete: bool = False, next_key: str | None = None) -> CommandContext:
    charge_point = ChargePoint.of("CP1")
    charge_point.security_profile = 1
    charge_point.next_password_hash = next_key and hash_password(next_key)
    configuration = Configuration.of("CP1")
    configuration.keep(entries)
    configuration.complete_at = NOON if complete else None
    return CommandContext(
        charge_point, NOON, items={(configuration.pk, configuration.sk): configuration}
    )


PROFILE = Entry("SecurityProfile", readonly=True, value="1", at=NOON)


def test_what_is_not_known_is_no_reason() -> None:
    assert unfit_key(context(), "Vendor", "x") is None
    assert unfit_key(context(PROFILE), "Vendor", "x") is None
    nothing = CommandContext(context().charge_point, NOON)
    assert unfit_key(nothing, "Vendor", "x") is None


def test_a_key_is_there_and_may_be_written() -> None:
    everything = context(PROFILE, complete=True)
    assert (
        unfit_key(everything, "Vendor", "x") == "Vendor is not among the keys of the charge point"
    )
    everything.charge_point.password_hash = "a hash"
    assert unfit_key(everything, "securityProfile", "2") == "securityProfile is read-only"
    assert unfit_key(everything, "AuthorizationKey", KEY) is None


@pytest.mark.parametrize("value", ["1", "0", "", "x", "-2", "²", "4", "2\n", "٣"])
def test_a_security_profile_is_only_raised(value: str) -> None:
    assert unfit_key(context(), "SecurityProfile", value) == (
        "SecurityProfile: it is 1, and can only be raised, to 3 at most"
    )


def at(profile: int, **known: object) -> CommandContext:
    found = context()
    found.charge_point.security_profile = profile
    for name, value in known.items():
        setattr(found.charge_point, name, value)
    return found


@pytest.mark.parametrize("known", ["password_hash", "next_password_hash"])
@pytest.mark.parametrize("key", ["SecurityProfile", "SECURITYPROFILE"])
def test_a_password_comes_before_the_profile_that_needs_it(key: str, known: str) -> None:
    for value in ("1", "2"):
        assert unfit_key(at(0), key, value) == (
            f"SecurityProfile: at {value} it shows a password, and it has none from here: "
            "send it an AuthorizationKey first"
        )
        assert unfit_key(at(0, **{known: "a hash"}), key, value) is None


def test_a_serial_number_comes_before_certificates() -> None:
    assert unfit_key(at(2, password_hash="a hash"), "SecurityProfile", "3") == (
        "SecurityProfile: at 3 a certificate names its serial number, and none is set here"
    )
    assert unfit_key(at(2, serial_number="SN-7"), "SecurityProfile", "3") is None


def test_one_that_may_be_followed_yet_is_sent_again_and_no_other() -> None:
    under_way = at(1, password_hash="a hash", serial_number="SN-7", pending_security_profile=2)
    assert unfit_key(under_way, "SecurityProfile", "2") is None
    assert unfit_key(under_way, "SecurityProfile", "3") == (
        "SecurityProfile: 2 was sent before, which the charge point may follow yet"
    )


@pytest.mark.parametrize("profile", [0, 1, 2, 3])
def test_a_key_is_sent_at_every_profile(profile: int) -> None:
    assert unfit_key(at(profile), "authorizationKey", KEY) is None


@pytest.mark.parametrize(
    ("key", "value", "told", "offered", "not_followed"),
    [
        ("SecurityProfile", "2", 2, 2, None),
        ("securityprofile", "02", 2, 2, None),
        ("SecurityProfile", "3", 3, 3, 3),
        ("SecurityProfile", "1", 1, None, None),
        ("SecurityProfile", "0", 0, None, 0),
        ("SecurityProfile", "4", None, None, None),
        ("SecurityProfile", "high", None, None, None),
        ("AuthorizationKey", KEY, None, None, None),
        ("Vendor", "2", None, None, None),
    ],
)
def test_what_a_charge_point_would_come_back_at(
    key: str, value: str, told: int | None, offered: int | None, not_followed: int | None
) -> None:
    assert profile_told(key, value) == told
    assert profile_offered(at(1), key, value) == offered
    assert profile_not_followed(at(1), key, value) == not_followed


def test_a_key_that_is_on_its_way_may_be_sent_again_but_no_other() -> None:
    under_way = context(next_key=KEY)
    assert unfit_key(under_way, "AUTHORIZATIONKEY", KEY) is None
    reason = unfit_key(under_way, "AUTHORIZATIONKEY", "11" * 16)
    assert reason == "AuthorizationKey: another was sent before, which the charge point may use yet"
