from pathlib import Path

from csms.outbound import looking_after
from csms.pki import chains
from csms.store.provisioned import issued_certificates
from csms.store.reported import connections
from csms.store.table import transact
from csms_tools import authorities
from outbound import COMMANDS
from tests.certificates import key
from tests.conftest import Says
from tests.csms.command_steps import CP, SECOND, answer, connected, drain, status
from tests.issuing import YEAR, asks, certificates, requests
from tests.outbound.support import configured
from tests.stored import renew_on_our_own
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
    follow(CP, its_id(), NOON + 3 * MINUTE)
    assert [one for _, one in sent(sockets)] == [chain, chain]


def test_an_answer_that_comes_late_counts(says: Says, sockets: Sockets) -> None:
    ask(says)
    issue()
    [(command_id, _)] = sent(sockets)
    looking_after.look_after(COMMANDS, CP, command_id, NOON + MINUTE)
    issue(NOON + MINUTE)
    answer(command_id, ACCEPTED, at=NOON + 2 * MINUTE)
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
