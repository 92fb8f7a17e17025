from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from csms import issuance
from csms.outbound import looking_after
from csms.pki import chains
from csms.store.provisioned import issued_certificates
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.reported import connections
from csms.store.table import query, transact
from csms_tools import authorities
from outbound import COMMANDS
from tests.api.support import ask as api_ask
from tests.certificates import csr_of_version, key
from tests.conftest import Says
from tests.csms.command_steps import CP, SECOND, answer, connected, drain, status, take_tasks
from tests.issuing import YEAR, asks, authority, certificates, requests
from tests.outbound.support import configured
from tests.stored import problems_of, provision, renew_on_our_own
from tests.support import NOON, Sockets
from tests.workflows.running import come
from workflows.issue_certificate import follow

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ACCEPTED, REJECTED = {"status": "Accepted"}, {"status": "Rejected"}


@pytest.fixture(autouse=True)
def document(cp1: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """CP1, of the serial number SN-1, is connected; a certificate authority is set up."""
    provision(CP, security_profile=2, serial_number="SN-1")
    connected()
    return authority(tmp_path, monkeypatch)


def sent(sockets: Sockets) -> list[tuple[str, str]]:
    """Every CertificateSigned that has left: its id, and what it hands out."""
    return [
        (one[1], one[3]["certificateChain"])
        for one in sockets.frames
        if one[0] == 2 and one[2] == "CertificateSigned"
    ]


def ask(says: Says, csr: str | None = None, at: datetime = NOON) -> None:
    said = says("SignCertificate", {"csr": csr or asks()}, at=at)
    assert said == [3, "unique-1", ACCEPTED]


def issue(at: datetime = NOON) -> int:
    return come("issue-certificate", "follow-certificate", at=at)


def state() -> tuple[str, str | None]:
    newest = requests()[0]
    return newest.state, newest.reason


def problems() -> dict[str, Any]:
    return {one.what: one.told for one in problems_of(CP)}


def ended() -> list[str]:
    entries = query(AuditEntry, partition(f"charge-points/{CP}/certificate-requests/{_id()}"))
    return [entry.details["ended"]["state"] for entry in entries]


def _id() -> str:
    return requests()[0].request_id


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
    approved = f"/charge-points/{CP}/certificate-requests/{_id()}/approve"
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
        follow(CP, _id(), at - SECOND if moments[1:] else at)
        follow(CP, _id(), at)
    distances = [after - before for before, after in pairwise(moments)]
    assert distances[:3] == [MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert distances[-1] == timedelta(hours=6)
    name, why = state()
    assert (name, problems()) == ("waiting", {"CertificateNotIssued": why})
    document.write_text(there)
    at = requests()[0].wakes_at
    assert at
    follow(CP, _id(), at)
    assert (state(), problems(), len(sent(sockets))) == (("sent", None), {}, 1)


def test_an_authority_that_fails_for_a_month_is_given_up(says: Says, document: Path) -> None:
    document.unlink()
    ask(says)
    follow(CP, _id(), NOON + 31 * DAY)
    assert (state()[0], ended(), [*problems()]) == ("failed", ["failed"], ["CertificateNotIssued"])


def test_a_newer_request_supersedes(says: Says, sockets: Sockets) -> None:
    ask(says, asks(number=1))
    ask(says, asks(number=2), at=NOON + SECOND)
    issue(NOON + SECOND)
    assert [one.state for one in requests()] == ["sent", "superseded"]
    assert len(sent(sockets)) == 1


def test_what_waits_to_be_handed_out_does_not_leave_once_it_is_superseded(
    says: Says, sockets: Sockets
) -> None:
    connections.closed(CP, "one")
    ask(says, asks(number=1))
    issue()
    old = requests()[0]
    assert (old.state, status(old.command_id or "")) == ("sent", "Queued")
    ask(says, asks(number=2), at=NOON + SECOND)
    issue(NOON + SECOND)
    assert status(old.command_id or "") == "Cancelled"
    connected("two", NOON + MINUTE)
    drain(NOON + MINUTE)
    [(command_id, _)] = sent(sockets)
    assert command_id == requests()[0].command_id


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


def test_a_chain_that_was_rejected_is_handed_out_as_a_leaf(says: Says, sockets: Sockets) -> None:
    renew_on_our_own(CP)
    ask(says)
    issue()
    answer(sent(sockets)[0][0], REJECTED)
    assert state() == ("issued", None)
    issue(NOON + SECOND)
    (_, chain), (command_id, leaf) = sent(sockets)
    assert leaf == chains.split(chain)[0]
    answer(command_id, ACCEPTED)
    assert (state(), len(certificates())) == (("accepted", None), 1)
    ask(says, asks(number=1), at=NOON + MINUTE)  # and the next time at once
    issue(NOON + MINUTE)
    assert len(chains.split(sent(sockets)[-1][1])) == 1


def test_nothing_goes_out_of_its_own_accord_and_the_next_time_it_has_the_other_form(
    says: Says, sockets: Sockets
) -> None:
    ask(says)
    issue()
    answer(sent(sockets)[0][0], REJECTED)
    issue(NOON + SECOND)
    assert (state()[0], len(sent(sockets)), ended()) == ("rejected", 1, ["rejected"])
    said = "it has Rejected CertificateSigned; the next one has another form"
    assert problems() == {"CertificateNotTaken": said}
    for number in (0, 1):  # the same again, and another
        ask(says, asks(number=number), at=NOON + (number + 1) * MINUTE)
        issue(NOON + (number + 1) * MINUTE)
        answer(sent(sockets)[-1][0], ACCEPTED, at=NOON + (number + 1) * MINUTE)
    assert [len(chains.split(chain)) for _, chain in sent(sockets)] == [2, 1, 1]
    assert problems() == {}


def test_what_is_rejected_in_both_forms_is_told(says: Says, sockets: Sockets) -> None:
    renew_on_our_own(CP)
    ask(says)
    issue()
    for place in range(2):
        answer(sent(sockets)[place][0], REJECTED)
        issue(NOON + SECOND)
    assert (state()[0], len(sent(sockets)), ended()) == ("rejected", 2, ["rejected"])
    assert [*problems()] == ["CertificateNotTaken"]
    assert certificates()[0].handed_out == "Rejected"


def test_a_leaf_that_was_rejected_is_handed_out_with_its_issuers(
    says: Says, sockets: Sockets
) -> None:
    renew_on_our_own(CP)
    ask(says, asks(number=1))
    issue()
    answer(sent(sockets)[0][0], REJECTED)
    issue(NOON + SECOND)
    answer(sent(sockets)[1][0], ACCEPTED)
    ask(says, asks(number=2), at=NOON + MINUTE)
    issue(NOON + MINUTE)
    answer(sent(sockets)[2][0], REJECTED, at=NOON + MINUTE)
    issue(NOON + MINUTE + SECOND)
    assert [len(chains.split(chain)) for _, chain in sent(sockets)] == [2, 1, 1, 2]


def test_where_the_root_signs_by_itself_it_goes_along_once_the_leaf_was_rejected(
    says: Says, sockets: Sockets, document: Path
) -> None:
    renew_on_our_own(CP)
    issuer = authorities.root(
        key("EC", number=7), "EC root", "Acme", at=NOON - YEAR, lifetime=9 * YEAR
    )
    document.write_text(authorities.document([issuer]))
    ask(says)
    issue()
    answer(sent(sockets)[0][0], REJECTED)
    issue(NOON + SECOND)
    answer(sent(sockets)[1][0], ACCEPTED)
    alone, chain = (chains.read(text) for _, text in sent(sockets))
    assert len(alone) == 1
    assert chain[0] == alone[0]
    assert [chains.is_self_signed(one) for one in chain] == [False, True]
    assert state() == ("accepted", None)
    ask(says, asks(number=1), NOON + MINUTE)
    issue(NOON + MINUTE)
    assert len(chains.read(sent(sockets)[2][1])) == 2


def test_where_a_chain_has_no_room_the_leaf_goes_alone(says: Says, sockets: Sockets) -> None:
    configured(CertificateSignedMaxChainSize="900")
    ask(says)
    issue()
    assert len(chains.split(sent(sockets)[0][1])) == 1


def test_one_that_is_away_gets_it_when_it_comes(says: Says, sockets: Sockets) -> None:
    connections.closed(CP, "one")
    ask(says)
    issue()
    assert (state(), sent(sockets)) == (("sent", None), [])
    connected("two", NOON + DAY)
    drain(NOON + DAY)
    assert len(sent(sockets)) == 1


def test_what_was_not_answered_is_handed_out_again(says: Says, sockets: Sockets) -> None:
    ask(says)
    issue()
    [(command_id, chain)] = sent(sockets)
    looking_after.look_after(COMMANDS, CP, command_id, NOON + MINUTE)
    assert status(command_id) == "TimedOut"
    issue(NOON + MINUTE)
    assert state() == ("issued", "CertificateSigned was not answered: TimedOut")
    follow(CP, _id(), NOON + 3 * MINUTE)
    assert [one for _, one in sent(sockets)] == [chain, chain]


def test_an_answer_that_comes_late_counts(says: Says, sockets: Sockets) -> None:
    ask(says)
    issue()
    [(command_id, _)] = sent(sockets)
    looking_after.look_after(COMMANDS, CP, command_id, NOON + MINUTE)
    issue(NOON + MINUTE)
    answer(command_id, ACCEPTED, at=NOON + 2 * MINUTE)
    assert state()[0] == "accepted"


def test_a_task_that_comes_twice_issues_once(says: Says, sockets: Sockets) -> None:
    ask(says)
    for _ in range(2):
        follow(CP, _id(), NOON)
    take_tasks()
    assert (len(certificates()), len(sent(sockets))) == (1, 1)


def test_of_two_tasks_at_once_one_hands_out(
    says: Says, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    certify = issuance.certify
    others = iter([lambda: follow(CP, _id(), NOON)])

    def meanwhile(*given: Any, **named: Any) -> Any:
        if other := next(others, None):
            other()
        return certify(*given, **named)

    monkeypatch.setattr(issuance, "certify", meanwhile)
    ask(says)
    follow(CP, _id(), NOON)
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


def test_what_is_revoked_before_it_was_taken_is_not_handed_out_again(
    says: Says, sockets: Sockets
) -> None:
    renew_on_our_own(CP)
    ask(says)
    issue()
    answer(sent(sockets)[0][0], REJECTED)
    transact(*issued_certificates.revoked(certificates()[0], NOON, "why", known=True))
    issue(NOON + SECOND)
    assert (state(), len(sent(sockets))) == (("failed", "its certificate has been revoked"), 1)
