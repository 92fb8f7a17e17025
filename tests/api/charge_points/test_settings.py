from typing import Any

import pytest
from pydantic import ValidationError

from api.charge_points.settings import (
    ChargePointChange,
    NewChargePoint,
    after,
    changed,
    lets_in_anew,
)
from api.http.problems import Problem
from csms.credentials import hash_password, matches
from csms.store.provisioned.provisioning import Settings

PASSWORD = "tEn87hGdj3zYQ5mXw0Ab"
SECURED = Settings(2, hash_password(PASSWORD), "S-1", "Accepted", 60)


def change(**sent: object) -> ChargePointChange:
    return ChargePointChange.model_validate(sent)


def test_a_new_charge_point_is_accepted_with_a_hash_of_its_password() -> None:
    settings = after(
        None, NewChargePoint.model_validate({"id": "A", "securityProfile": 1, "password": PASSWORD})
    )
    assert settings.registration == "Accepted"
    assert settings.password_hash
    assert matches(PASSWORD.encode(), settings.password_hash)
    assert changed(None, settings) == {
        "securityProfile": 1,
        "password": "[redacted]",
        "registration": "Accepted",
    }


def test_a_change_keeps_what_it_leaves_out_and_null_removes() -> None:
    settings = after(SECURED, change(registration="Pending", interval=None))
    assert settings == Settings(2, SECURED.password_hash, "S-1", "Pending", None)
    assert changed(SECURED, settings) == {"registration": "Pending", "interval": None}
    assert not lets_in_anew(SECURED, settings)


def test_the_password_that_it_has_is_no_change() -> None:
    assert after(SECURED, change(password=PASSWORD)) == SECURED


@pytest.mark.parametrize(
    "sent",
    [{"password": "another-password"}, {"securityProfile": 1}, {"serialNumber": None}],
)
def test_another_password_profile_or_serial_number_lets_in_anew(sent: dict[str, Any]) -> None:
    assert lets_in_anew(SECURED, after(SECURED, change(**sent)))


@pytest.mark.parametrize("profile", [0, 3])
def test_one_that_was_sent_at_a_profile_without_password_is_kept(profile: int) -> None:
    """For the profile that comes next."""
    before = Settings(profile, SECURED.password_hash, "S-1")
    for sent in ({"interval": 60}, {"securityProfile": profile}):
        assert after(before, change(**sent)).password_hash == SECURED.password_hash
    assert after(before, change(securityProfile=2)).password_hash == SECURED.password_hash


@pytest.mark.parametrize("profile", [0, 3])
def test_a_profile_without_password_drops_it(profile: int) -> None:
    settings = after(SECURED, change(securityProfile=profile))
    assert settings.password_hash is None
    assert changed(SECURED, settings) == {"securityProfile": profile, "password": None}


@pytest.mark.parametrize(
    ("before", "sent", "field"),
    [
        (None, {}, "securityProfile"),
        (None, {"securityProfile": 1}, "password"),
        (None, {"securityProfile": 0, "password": PASSWORD}, "password"),
        (Settings(3), {"securityProfile": 2}, "password"),
        (Settings(3), {"password": PASSWORD}, "password"),
        (None, {"securityProfile": 3}, "serialNumber"),
        (Settings(0), {"securityProfile": 3}, "serialNumber"),
        (Settings(3, serial_number="S-1"), {"serialNumber": None}, "serialNumber"),
    ],
)
def test_a_password_and_a_serial_number_are_where_they_are_used(
    before: Settings | None, sent: dict[str, Any], field: str
) -> None:
    with pytest.raises(Problem) as refused:
        after(before, change(**sent))
    assert (refused.value.status, refused.value.errors[0].field) == (400, field)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"id": ""},
        {"id": "a:b"},
        {"id": "a/b"},
        {"id": "a?b"},
        {"id": "export"},
        {"id": "ü" * 128},
        {"id": "\ud800"},
        {"id": "A", "securityProfile": 4},
        {"id": "A", "securityProfile": None},
        {"id": "A", "password": "short"},
        {"id": "A", "password": None},
        {"id": "A", "interval": 0},
        {"id": "A", "interval": 2**31},
        {"id": "A", "serialNumber": ""},
        {"id": "A", "registration": "Unknown"},
        {"id": "A", "version": 1},
    ],
)
def test_what_is_no_charge_point_is_refused(sent: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NewChargePoint.model_validate({"securityProfile": 0} | sent if "id" in sent else sent)
