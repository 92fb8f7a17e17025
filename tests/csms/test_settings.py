from datetime import timedelta

import pytest

from csms import settings
from tests.support import NOON


@pytest.mark.parametrize(
    ("unknown", "hashed", "expected"),
    [("Refuse", "hash", None), ("Pending", "", None), ("Pending", "hash", "hash")],
)
def test_strangers_are_taken_in_only_with_a_password_set(
    unknown: str, hashed: str, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNKNOWN_CHARGE_POINTS", unknown)
    monkeypatch.setenv("ONBOARDING_PASSWORD_HASH", hashed)
    assert settings.onboarding_hash() == expected


@pytest.mark.parametrize(("days", "expires"), [("0", None), ("1", NOON + timedelta(days=1))])
def test_days_of_retention_count_from_receipt_and_none_is_for_ever(
    days: str, expires: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METER_RETENTION_DAYS", days)
    monkeypatch.setenv("MESSAGE_LOG_RETENTION_DAYS", days)
    assert settings.meter_values_expire(NOON) == expires
    assert settings.message_log_expires(NOON) == expires


def test_a_setting_is_read_at_every_call(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("60", "120"):
        monkeypatch.setenv("HEARTBEAT_INTERVAL", value)
        assert settings.heartbeat_interval() == int(value)
    for name, lenient in (("Lenient", True), ("Strict", False)):
        monkeypatch.setenv("VALIDATION", name)
        assert settings.lenient() is lenient
    for name, everything in (("All", True), ("Telling", False)):
        monkeypatch.setenv("MESSAGE_LOG", name)
        assert settings.everything_is_logged() is everything
    for name, closes in (("Tell", False), ("Close", True)):
        monkeypatch.setenv("IMPOSSIBLE_TRANSACTIONS", name)
        assert settings.closes_what_cannot_run() is closes
    for name, pss in (("SHA256withRSA", False), ("RSA-PSS", True)):
        monkeypatch.setenv("RSA_SIGNATURE", name)
        assert settings.rsa_pss() is pss
    monkeypatch.setenv("MINIMUM_SECURITY_PROFILE", "2")
    assert settings.minimum_security_profile() == 2


def test_the_longest_heartbeat_is_well_within_api_gateways_patience() -> None:
    assert settings.LONGEST_HEARTBEAT_INTERVAL * 2 <= 600


def test_groups_stand_for_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.roles_of_groups() == {}
    monkeypatch.setenv("ROLES_OF_GROUPS", "CSMS Admins=admin, Field Service=operator")
    assert settings.roles_of_groups() == {"CSMS Admins": "admin", "Field Service": "operator"}
    monkeypatch.setenv("ROLES_OF_GROUPS", " =admin,admin")
    assert settings.roles_of_groups() == {}


def test_a_machine_signs_in_where_there_is_a_client_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert settings.machine_client() is None
    monkeypatch.setenv("MACHINE_CLIENT", "4a7b")
    assert settings.machine_client() == "4a7b"


def test_without_an_authority_nothing_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.certificate_authority() is None
    assert settings.server_certificates() == []
    monkeypatch.setenv("SERVER_CERTIFICATES", "arn:aws:acm:one\n\nfile:/a b/c,d.pem")
    assert settings.server_certificates() == ["arn:aws:acm:one", "file:/a b/c,d.pem"]
    monkeypatch.setenv("CERTIFICATE_AUTHORITY", "file:/data/authority.json")
    assert settings.certificate_authority() == "file:/data/authority.json"
    assert settings.firmware_signer() is None
    monkeypatch.setenv("FIRMWARE_SIGNER", "file:/data/firmware-signer.json")
    assert settings.firmware_signer() == "file:/data/firmware-signer.json"
    assert settings.certificate_lifetime() == timedelta(days=365)
    assert settings.cpo_name() == ""
