from datetime import datetime, timedelta

import pytest

from csms.domain.client_certificates import (
    BY_REQUEST,
    MOST_A_DAY,
    asks_too_often,
    chain,
    form_to_try,
    in_force,
    newest,
    objection,
    other_form,
    renewal_at,
    retry_after,
    sha256_of_first,
)
from csms.pki import chains
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported.signing_requests import CertificateSigningRequest
from tests.certificates import root
from tests.support import NOON

DAY = timedelta(days=1)
YEAR = 365 * DAY


def certificate(name: str = "a", end: datetime | None = NOON + YEAR) -> ClientCertificate:
    made = ClientCertificate.of("CP1", name)
    made.issued_at, made.not_before, made.not_after = NOON, NOON, end
    made.handed_out = "Accepted"
    return made


def request(form: str | None = None, issuers: str | None = "x") -> CertificateSigningRequest:
    made = CertificateSigningRequest.of("CP1", "1")
    made.form, made.issuers = form, issuers
    return made


@pytest.mark.parametrize(
    ("name", "organizations", "serial", "cpo", "why"),
    [
        ("SN", (), "SN", "", None),
        ("SN", ("Vendor",), "SN", "", None),
        ("SN", ("Vendor", "Acme"), "SN", "Acme", None),
        ("SN", (), "SN", "Acme", None),
        ("sn", (), "SN", "", "its common name is sn, the serial number SN"),
        (None, (), "SN", "", "its common name is missing, the serial number SN"),
        (
            None,
            (),
            None,
            "",
            "no serial number is set for the charge point; the request names nothing",
        ),
    ],
    ids=["same", "any", "several", "none", "case", "missing", "unset"],
)
def test_who_gets_a_certificate(
    name: str | None, organizations: tuple[str, ...], serial: str | None, cpo: str, why: str | None
) -> None:
    assert objection(name, organizations, serial, cpo) == why


def test_so_many_a_day_are_enough_for_one_charge_point() -> None:
    had = [certificate(str(number)) for number in range(MOST_A_DAY)]
    for one in had:
        one.source = BY_REQUEST
    assert asks_too_often(had[1:], NOON) is None
    assert asks_too_often(had, NOON + DAY - timedelta(seconds=1)) == "it has had 50 within a day"
    assert asks_too_often(had, NOON + DAY) is None
    had[0].source = "installer"
    assert asks_too_often(had, NOON) is None


def test_tries_are_ever_further_apart() -> None:
    assert [retry_after(tries).total_seconds() for tries in (0, 1, 2, 3, 99)] == [
        60,
        60,
        120,
        240,
        21_600,
    ]


def test_the_request_that_came_last_counts() -> None:
    first, second = request(), request()
    first.received_at, second.received_at = NOON, NOON + DAY
    assert newest([second, first]) is second
    assert newest([]) is None


@pytest.mark.parametrize(
    ("most", "form", "expected"),
    [
        (None, "chain", ("LEAFISSUER", "chain")),
        (10, "chain", ("LEAFISSUER", "chain")),
        (9, "chain", ("LEAF", "leaf")),
        (None, "leaf", ("LEAF", "leaf")),
    ],
)
def test_a_chain_begins_with_its_leaf_and_has_room(
    most: int | None, form: str, expected: tuple[str, str]
) -> None:
    assert chain("LEAF", ["ISSUER"], most, "leaf" if form == "leaf" else "chain") == expected


def test_no_chain_is_longer_than_ocpp_lets_it_be() -> None:
    assert chain("L", ["x" * 9_999], 20_000, "chain")[1] == "chain"
    assert chain("L", ["x" * 10_000], 20_000, "chain")[1] == "leaf"
    assert chain("L", [], None, "chain")[1] == "leaf"


def test_there_is_one_other_form_if_there_are_issuers() -> None:
    assert other_form(request("chain")) == "leaf"
    assert other_form(request("leaf")) == "chain"
    assert other_form(request("leaf", issuers=None)) is None
    tried = request("leaf")
    tried.forms = "chain"
    assert other_form(tried) is None


def test_what_was_taken_is_tried_first_and_what_was_rejected_otherwise() -> None:
    taken, rejected, new = request("leaf"), request("leaf"), request()
    taken.state, rejected.state, new.state = "accepted", "rejected", "waiting"
    rejected.forms = "leaf"
    assert form_to_try([new, taken, rejected]) == "leaf"
    assert form_to_try([new, rejected, taken]) == "chain"
    assert form_to_try([new]) is None


def test_renewal_is_due_after_two_thirds_and_not_for_all_at_once() -> None:
    moments = [renewal_at(certificate(str(number))) for number in range(50)]
    assert len(set(moments)) == 50
    assert all(one and NOON + YEAR * 2 / 3 <= one <= NOON + YEAR * 0.72 for one in moments)
    assert renewal_at(certificate("1")) == moments[1]
    assert renewal_at(certificate(end=None)) is None


def test_the_last_that_it_has_and_that_was_not_revoked_is_in_force() -> None:
    old, new, revoked, rejected = (certificate(name) for name in "abcd")
    new.issued_at = NOON + DAY
    revoked.issued_at = rejected.issued_at = NOON + 2 * DAY
    revoked.revoked_at, rejected.handed_out = NOON, "Rejected"
    assert in_force([old, revoked, new, rejected]) is new
    assert in_force([revoked]) is None


@pytest.mark.parametrize("text", ["", "hello", "-----BEGIN CERTIFICATE-----\nA\n-----END"])
def test_what_is_no_certificate_has_no_fingerprint(text: str) -> None:
    assert sha256_of_first(text) is None


def test_the_fingerprint_is_of_the_first_whatever_its_lines() -> None:
    made = root()
    pem = made.root.replace("\n", "\r\n") + root("RSA").root
    assert sha256_of_first(pem) == chains.sha256(made.path[-1])
    broken = "-----BEGIN CERTIFICATE-----\nMIIB=A\n-----END CERTIFICATE-----"
    assert sha256_of_first(broken) is None
