import pytest

from csms.credentials import hash_password
from csms.domain.command_context import CommandContext
from csms.domain.configuration import profile_told, unfit_key
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
    assert unfit_key(everything, "securityProfile", "2") == "securityProfile is read-only"
    assert unfit_key(everything, "AuthorizationKey", KEY) is None


@pytest.mark.parametrize("value", ["1", "0", "", "x", "-2", "²"])
def test_a_security_profile_is_only_raised(value: str) -> None:
    assert unfit_key(context(), "SecurityProfile", value) == (
        "SecurityProfile: it is 1, and can only be raised"
    )


REFUSED = (
    "{key}: the charge point would come back at security profile {told} and be refused, "
    "for here it stays at {set} until that is changed, too"
)


@pytest.mark.parametrize("key", ["SecurityProfile", "SECURITYPROFILE"])
def test_a_security_profile_that_is_not_followed_here_would_lock_out(key: str) -> None:
    reason = REFUSED.format(key="SecurityProfile", told=2, set=1)
    assert unfit_key(context(), key, "2") == reason
    known = Entry("SecurityProfile", readonly=False, value="1", at=NOON)
    assert unfit_key(context(known), key, "2") == reason


def test_so_would_a_key_at_profile_0_and_at_no_other() -> None:
    at_0 = context()
    at_0.charge_point.security_profile = 0
    reason = REFUSED.format(key="AuthorizationKey", told=1, set=0)
    assert unfit_key(at_0, "authorizationKey", KEY) == reason
    for profile in (1, 2, 3):
        other = context()
        other.charge_point.security_profile = profile
        assert unfit_key(other, "AuthorizationKey", KEY) is None


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("SecurityProfile", "2", "2"),
        ("SecurityProfile", "1", None),
        ("SecurityProfile", "high", None),
        ("AuthorizationKey", KEY, None),
        ("Vendor", "2", None),
    ],
)
def test_what_a_charge_point_would_come_back_at(key: str, value: str, told: str | None) -> None:
    assert profile_told(context(), key, value) == told


def test_a_key_that_is_on_its_way_may_be_sent_again_but_no_other() -> None:
    under_way = context(next_key=KEY)
    assert unfit_key(under_way, "AUTHORIZATIONKEY", KEY) is None
    reason = unfit_key(under_way, "AUTHORIZATIONKEY", "11" * 16)
    assert reason == "AuthorizationKey: another was sent before, which the charge point may use yet"
