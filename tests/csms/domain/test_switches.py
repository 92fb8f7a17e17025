"""The names of switches agree wherever they stand."""

from csms.domain import switches
from csms.store.provisioned.provisioning import SWITCHES


def test_the_switches_are_those_of_the_settings() -> None:
    known = switches.AFTER_BOOT | switches.AFTER_RECONNECT | {switches.RENEWAL}
    assert known == set(SWITCHES.values())
