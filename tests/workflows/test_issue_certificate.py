from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from csms import issuance
from csms.pki import chains
from tests.api.support import ask as api_ask
from tests.certificates import csr_of_version, key
from tests.conftest import Says
from tests.csms.command_steps import CP, SECOND, answer, take_tasks
from tests.issuing import asks, authority_in_aws, certificates, requests
from tests.stored import provision
from tests.support import NOON, Sockets
from tests.workflows.certifying import (
    ACCEPTED,
    DAY,
    MINUTE,
    REJECTED,
    ask,
    document,
    ended,
    issue,
    its_id,
    problems,
    sent,
    state,
)
from workflows.issue_certificate import follow

__all__ = ["document"]


def test_what_is_asked_for_is_issued_handed_out_and_taken(says: Says, sockets: Sockets) -> None:
    ask(says)
    assert state() == ("waiting", None)
    assert issue() == 1
    assert state() == ("sent", None)
    [(command_id, chain)] = sent(sockets)
    leaf, *issuers = chains.read(chain)
    assert chains.common_names(leaf.subject) == ("SN-1",)
    assert chains.path(leaf, issuers) == issuers
    assert [chains.is_self_signed(one) for one in issuers] == [False]
    assert "\r" not in chain
    answer(command_id, ACCEPTED)
    assert (state(), ended()) == (("accepted", None), ["accepted"])
    [record] = certificates()
    assert (record.handed_out, record.sha256) == ("Accepted", chains.sha256(leaf))
    assert (record.source, record.command_id) == ("SignCertificate", command_id)
    assert requests()[0].by_name_pk is None


def test_it_is_accepted_before_anybody_has_looked_at_it(says: Says) -> None:
    ask(says, asks("another"))
    assert (state(), problems()) == (("waiting", None), {})


@pytest.mark.parametrize(
    ("csr", "why"),
    [
        (asks("SN-2"), "its common name is SN-2, the serial number SN-1"),
        (asks("SN-1", "Volt"), "its organization is Volt, and Acme is ours: set CpoName there"),
        (asks().replace("\nM", "\nA", 1), "it cannot be read as PKCS #10"),
    ],
    ids=["name", "organization", "broken"],
)
def test_what_cannot_be_issued_is_refused_and_told(
    csr: str, why: str, says: Says, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CPO_NAME", "Acme")
    ask(says, csr)
    issue()
    assert (state(), ended()) == (("failed", why), ["failed"])
    assert problems() == {"CertificateRefused": why}
    assert (sent(sockets), certificates()) == ([], [])


def test_a_charge_point_without_a_serial_number_gets_none(says: Says) -> None:
    provision(CP, security_profile=2)
    ask(says)
    issue()
    why = "no serial number is set for the charge point; the request names SN-1"
    assert (state(), problems()) == (("failed", why), {"CertificateRefused": why})


def test_one_that_asks_for_ever_gets_so_many_a_day_and_an_operator_is_told(
    says: Says, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would last for a year, on the list of all."""
    monkeypatch.setattr("csms.domain.client_certificates.MOST_A_DAY", 2)
    for number in range(3):
        ask(says, asks(number=number), NOON + number * SECOND)
        issue(NOON + number * SECOND)
    why = "it has had 2 within a day"
    assert (state(), len(certificates())) == (("failed", why), 2)
    assert problems() == {"CertificateRefused": why}
    approved = f"/charge-points/{CP}/certificate-requests/{its_id()}/approve"
    assert api_ask("POST", approved).status == 202
    issue(NOON + 9 * SECOND)
    assert len(certificates()) == 3
    ask(says, asks(number=4), NOON + timedelta(days=1, seconds=1))
    issue(NOON + timedelta(days=1, seconds=1))
    assert len(certificates()) == 4


def test_our_own_name_is_the_organization(
    says: Says, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CPO_NAME", "Acme")
    ask(says, asks(organization=""))
    issue()
    [(_, chain)] = sent(sockets)
    assert chains.organizations(chains.read(chain)[0].subject) == ("Acme",)


def test_while_the_authority_fails_it_is_tried_again_ever_less_often(
    says: Says, sockets: Sockets, document: Path
) -> None:
    there = document.read_text()
    document.unlink()
    ask(says)
    moments = []
    for _ in range(12):
        at = requests()[0].wakes_at
        assert at
        moments.append(at)
        follow(CP, its_id(), at - SECOND if moments[1:] else at)
        follow(CP, its_id(), at)
    distances = [after - before for before, after in pairwise(moments)]
    assert distances[:3] == [MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert distances[-1] == timedelta(hours=6)
    name, why = state()
    assert (name, problems()) == ("waiting", {"CertificateNotIssued": why})
    document.write_text(there)
    at = requests()[0].wakes_at
    assert at
    follow(CP, its_id(), at)
    assert (state(), problems(), len(sent(sockets))) == (("sent", None), {}, 1)


def test_an_authority_that_fails_for_a_month_is_given_up(says: Says, document: Path) -> None:
    document.unlink()
    ask(says)
    follow(CP, its_id(), NOON + 31 * DAY)
    assert (state()[0], ended(), [*problems()]) == ("failed", ["failed"], ["CertificateNotIssued"])


def test_a_newer_request_supersedes(says: Says, sockets: Sockets) -> None:
    ask(says, asks(number=1))
    ask(says, asks(number=2), at=NOON + SECOND)
    issue(NOON + SECOND)
    assert [one.state for one in requests()] == ["sent", "superseded"]
    assert len(sent(sockets)) == 1


def test_an_answer_to_what_was_superseded_changes_nothing(says: Says, sockets: Sockets) -> None:
    ask(says, asks(number=1))
    issue()
    [(command_id, _)] = sent(sockets)
    ask(says, asks(number=2), at=NOON + SECOND)
    issue(NOON + SECOND)
    answer(command_id, REJECTED)
    assert [one.state for one in requests()] == ["sent", "superseded"]


def test_the_same_again_while_it_waits_is_the_same(says: Says, sockets: Sockets) -> None:
    ask(says)
    ask(says, asks().replace("\n", "\r\n"), at=NOON + SECOND)
    assert issue(NOON + SECOND) == 2
    assert (len(requests()), len(certificates()), len(sent(sockets))) == (1, 1, 1)


def test_the_same_again_once_it_has_ended_begins_anew(says: Says, sockets: Sockets) -> None:
    ask(says)
    issue()
    answer(sent(sockets)[0][0], ACCEPTED)
    ask(says, at=NOON + MINUTE)
    assert (state(), requests()[0].command_id) == (("waiting", None), None)
    issue(NOON + MINUTE)
    assert (len(certificates()), len(sent(sockets))) == (2, 2)


def test_a_task_that_comes_twice_issues_once(says: Says, sockets: Sockets) -> None:
    ask(says)
    for _ in range(2):
        follow(CP, its_id(), NOON)
    take_tasks()
    assert (len(certificates()), len(sent(sockets))) == (1, 1)


def test_of_two_tasks_at_once_one_hands_out(
    says: Says, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    certify = issuance.certify
    others = iter([lambda: follow(CP, its_id(), NOON)])

    def meanwhile(*given: Any, **named: Any) -> Any:
        if other := next(others, None):
            other()
        return certify(*given, **named)

    monkeypatch.setattr(issuance, "certify", meanwhile)
    ask(says)
    follow(CP, its_id(), NOON)
    assert (len(certificates()), len(sent(sockets))) == (1, 1)


@pytest.mark.parametrize("kind", ["EC", "RSA"])
def test_a_request_whose_version_is_not_0_is_issued_like_any_other(
    kind: str, says: Says, sockets: Sockets
) -> None:
    ask(says, csr_of_version(2, key(kind)))
    issue()
    [(command_id, chain)] = sent(sockets)
    assert chains.read(chain)[0].public_key() == key(kind).public_key()
    answer(command_id, ACCEPTED)
    assert state()[0] == "accepted"


def test_the_authority_may_be_a_secret_whose_key_stays_in_kms(
    says: Says, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority_in_aws(monkeypatch)
    ask(says)
    assert issue() == 1
    [(_, chain)] = sent(sockets)
    assert chains.common_names(chains.read(chain)[0].issuer) == ("In KMS",)
