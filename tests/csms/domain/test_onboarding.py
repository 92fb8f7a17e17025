"""Who is taken in without being provisioned."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

import pytest

from csms.credentials import hash_password
from csms.domain.onboarding import Policy, is_welcome
from csms.domain.presented import Presented

PASSWORD = "welcome-to-the-fleet"
RULES = Policy(1, hash_password(PASSWORD), certificates=True, certified_strangers=True)
KNOWS = "Basic " + b64encode(f"NEW:{PASSWORD}".encode()).decode()
BY_PASSWORD = Presented(identity="NEW", tls=False, authorization=KNOWS)
CERTIFIED = Presented(identity="NEW", tls=True, certificate=True, subject="CN=SN-7", sha256="5e")


@pytest.mark.parametrize("presented", [BY_PASSWORD, CERTIFIED], ids=["password", "certificate"])
def test_who_knows_the_password_or_is_certified_is_welcome(presented: Presented) -> None:
    assert is_welcome(presented, RULES)
    assert not is_welcome(replace(presented, identity="N:W"), RULES)
    assert not is_welcome(presented, Policy(1))


@pytest.mark.parametrize(
    ("presented", "rules"),
    [
        (BY_PASSWORD, replace(RULES, minimum_security_profile=2)),
        (replace(BY_PASSWORD, authorization=None), RULES),
        (replace(CERTIFIED, revoked=True), RULES),
        (CERTIFIED, replace(RULES, cpo_name="Acme")),
        (CERTIFIED, replace(RULES, grace=timedelta(1))),
        (replace(CERTIFIED, subject="O=Acme"), RULES),
    ],
    ids=["profile", "nothing", "revoked", "organization", "grace", "no serial number"],
)
def test_what_is_missing_is_not_overlooked(presented: Presented, rules: Policy) -> None:
    assert not is_welcome(presented, rules)
