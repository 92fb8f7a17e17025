from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from csms.domain.connectivity import Attempt, Facts, finding
from csms.store.reported.security_events import Kind
from tests.support import NOON

KNOWN = Facts("CP1", minimum_security_profile=0, security_profile=2, has_password=True)
STRANGER = Facts("CP7", minimum_security_profile=0)
WRONG = Attempt(NOON, "wrong credentials", "FailedToAuthenticate")
LATER = NOON + timedelta(minutes=1)


def test_what_is_connected_needs_nothing() -> None:
    found = finding(replace(KNOWN, connected_since=NOON, last=WRONG))
    assert (found.state, found.remedies) == ("connected", ())


def test_a_connected_one_that_is_pending_may_be_accepted() -> None:
    found = finding(replace(KNOWN, connected_since=NOON, registration="Pending"))
    assert found.remedies == ("csms registration CP1 Accepted --tell",)


def test_one_that_came_by_itself_is_to_be_accepted_whether_it_is_here_or_gone() -> None:
    waits = replace(KNOWN, registration="Pending", awaits_acceptance=True)
    here = finding(replace(waits, connected_since=NOON))
    gone = finding(replace(waits, last_seen_at=LATER))
    assert (here.state, gone.state) == ("connected", "gone")
    assert here.remedies[0] == gone.remedies[0] == "csms inbox accept CP1"
    assert "waits for acceptance" in here.reason


def test_a_wrong_password_names_the_command_that_sets_another() -> None:
    found = finding(replace(KNOWN, last=WRONG))
    assert (found.state, found.reason) == ("refused", "wrong credentials")
    assert "csms charge-points change CP1 --password -" in found.remedies[0]


@pytest.mark.parametrize("kind", sorted(get_args(Kind)))
def test_each_kind_of_refusal_has_something_to_do(kind: Kind) -> None:
    reason = "no credentials" if kind == "FailedToAuthenticate" else "because"
    found = finding(replace(KNOWN, last=Attempt(NOON, reason, kind)))
    assert found.reason == "because" or kind == "FailedToAuthenticate"
    assert len(found.remedies) >= 2


def test_what_is_refused_by_the_least_profile_is_to_be_raised_to_that() -> None:
    reason = "security profile 0 is not allowed here"
    last = Attempt(NOON, reason, "WrongSecurityProfile")
    facts = replace(KNOWN, security_profile=0, minimum_security_profile=2)
    raised = "csms charge-points change CP1 --security-profile 2"
    assert finding(replace(facts, last=last)).remedies[0] == raised
    assert finding(facts).remedies[0] == raised


def test_a_refusal_before_it_was_seen_explains_nothing() -> None:
    found = finding(replace(KNOWN, last=WRONG, last_seen_at=LATER))
    assert (found.state, found.reason) == (
        "gone",
        "it was connected and is gone; nothing was refused since",
    )


def test_whoever_fails_too_often_is_told_to_pause() -> None:
    found = finding(replace(KNOWN, last=WRONG, throttled=True))
    assert any("for a minute" in one for one in found.remedies)


def test_what_came_from_its_address_is_told_as_that() -> None:
    last = Attempt(NOON, "unsupported protocol", "TlsRefused")
    found = finding(replace(KNOWN, last=last, by_address=True))
    assert found.reason.startswith("unsupported protocol; it did not say who it is")


def test_where_nothing_came_the_edge_may_have_refused_it() -> None:
    found = finding(KNOWN)
    assert found.state == "neverCame"
    assert any("CloudFront" in one for one in found.remedies)


def test_a_certificate_that_has_ended_is_told_though_nothing_came() -> None:
    facts = replace(KNOWN, security_profile=3, certificate_has_ended=True)
    assert finding(facts).remedies[0].startswith("csms certificates issue CP1 --out DIR")


def test_a_stranger_may_be_accepted_or_created() -> None:
    came = replace(STRANGER, last=Attempt(NOON, "unknown identity"))
    assert finding(came).remedies == ("csms inbox accept CP7",)
    assert finding(STRANGER).remedies[0] == "csms charge-points create CP7"


def test_an_identity_that_differs_by_case_is_named() -> None:
    found = finding(replace(STRANGER, alike="cp7"))
    assert found.remedies == ("set its identity to cp7",)


@pytest.mark.parametrize("identity", ["CP:1", "C" * 256], ids=["colon", "long"])
def test_an_identity_that_none_can_have_is_told(identity: str) -> None:
    assert finding(replace(STRANGER, identity=identity)).remedies == (
        "give the charge point another identity",
    )


def test_a_command_can_be_copied_whatever_the_identity() -> None:
    assert finding(replace(STRANGER, identity="a b")).remedies[0] == (
        "csms charge-points create 'a b'"
    )
