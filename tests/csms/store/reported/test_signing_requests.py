from datetime import timedelta

import pytest

from csms.store.reported import signing_requests as store
from csms.store.reported.signing_requests import CertificateSigningRequest
from csms.store.table import ConditionFailed, fetch, perform
from tests.support import NOON

LATER = NOON + timedelta(hours=1)


def kept(csr: str = "A") -> CertificateSigningRequest:
    (found,) = fetch(CertificateSigningRequest.of("CP1", store.id_of(csr)))
    assert found
    return found


@pytest.fixture(autouse=True)
def asked(cp1: str) -> None:
    perform(store.asked(cp1, "A", NOON))


def sent() -> CertificateSigningRequest:
    request = kept()
    request.state, request.form, request.command_id = "sent", "chain", "command-1"
    perform(store.moved(request))
    return kept()


def test_line_ends_make_no_other_request() -> None:
    assert store.id_of("a b\r\nc\n") == store.id_of("a b\nc")
    assert store.id_of("a b") != store.id_of("ab")


def test_one_that_waits_stands_on_the_list_of_what_waits() -> None:
    request = kept()
    assert (request.state, request.received_at, request.has_ended) == ("waiting", NOON, False)
    assert (request.by_name_pk or "").startswith("WORK#")
    assert (request.by_name_sk or "").startswith("2026-06-01T12:00")


def test_the_same_again_begins_anew_only_once_it_has_ended() -> None:
    with pytest.raises(ConditionFailed):
        perform(store.asked("CP1", "A", LATER))
    request = sent()
    perform(store.answered(request, "rejected", LATER, "why"))
    ended = kept()
    assert (ended.state, ended.ended_at, ended.reason) == ("rejected", LATER, "why")
    assert (ended.by_name_pk, ended.has_ended) == (None, True)
    assert ended.expires_at
    perform(store.asked("CP1", "A", LATER))
    anew = kept()
    assert (anew.state, anew.command_id, anew.expires_at) == ("waiting", None, None)
    assert anew.revision > ended.revision


def test_only_one_of_two_moves_it() -> None:
    one, other = kept(), kept()
    perform(store.moved(one))
    with pytest.raises(ConditionFailed):
        perform(store.moved(other))


def test_what_was_rejected_is_handed_out_otherwise() -> None:
    perform(store.in_another_form(sent(), "chain", "leaf", LATER))
    request = kept()
    assert (request.state, request.form, request.forms) == ("issued", "leaf", "chain")
    assert (request.wakes_at, request.command_id) == (LATER, None)


def test_the_answer_to_another_command_is_none() -> None:
    request = sent()
    request.command_id = "command-0"
    for write in (
        store.answered(request, "accepted", LATER),
        store.in_another_form(request, "chain", "leaf", LATER),
    ):
        with pytest.raises(ConditionFailed):
            perform(write)


def test_the_newest_comes_first() -> None:
    perform(store.asked("CP1", "B", LATER))
    assert [one.csr for one in store.of_charge_point("CP1")] == ["B", "A"]
