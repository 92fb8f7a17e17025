"""Certificates of charge points: who gets one, in which form, and when it is to be renewed."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported.signing_requests import CertificateSigningRequest, Form

BY_REQUEST = "SignCertificate"  # how a certificate came to be, of those that were not by hand
LONGEST_CHAIN = 10_000  # characters (Security Whitepaper, CertificateSigned)
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=1), timedelta(hours=6)
HANDED_OUT_WITHIN = timedelta(days=7)  # while the charge point is away
MOST_A_DAY = 50  # certificates for one charge point, unless somebody approves of more
GIVEN_UP_AFTER = timedelta(days=30)
MOST_JITTER = 0.05  # of a lifetime, so that a fleet of one day is not renewed on one day
ASKED_AGAIN = timedelta(days=1)

_FIRST = re.compile(r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")


def objection(
    common_name: str | None,
    organizations: Sequence[str],
    serial_number: str | None,
    cpo_name: str,
) -> str | None:
    """Why a charge point does not get what it asks for (C-44).

    The certificate is bound to the charge point by its serial number. An organization may be left
    out, for ours is written there; `cpo_name` is empty where none is looked at.
    """
    if serial_number is None:
        named = common_name or "nothing"
        return f"no serial number is set for the charge point; the request names {named}"
    if common_name != serial_number:
        return f"its common name is {common_name or 'missing'}, the serial number {serial_number}"
    if cpo_name and organizations and cpo_name not in organizations:
        named = ", ".join(organizations)
        return f"its organization is {named}, and {cpo_name} is ours: set CpoName there"
    return None


def asks_too_often(certificates: Iterable[ClientCertificate], at: datetime) -> str | None:
    """Of a charge point that has had so many of late that it must be astray, or somebody else."""
    of_late = [
        one
        for one in certificates
        if one.source == BY_REQUEST and at - one.issued_at < timedelta(days=1)
    ]
    return f"it has had {len(of_late)} within a day" if len(of_late) >= MOST_A_DAY else None


def retry_after(attempts: int) -> timedelta:
    """Until what has failed so many times is tried again."""
    doubled: int = 1 << min(max(attempts - 1, 0), 20)
    return min(FIRST_RETRY * doubled, LONGEST_RETRY)


def newest(requests: Iterable[CertificateSigningRequest]) -> CertificateSigningRequest | None:
    """The one that counts: a newer request supersedes (C-45)."""
    return max(requests, key=lambda one: one.received_at, default=None)


def chain(leaf: str, issuers: Sequence[str], most: int | None, form: Form) -> tuple[str, Form]:
    """What is handed out, the leaf first, and its form: alone where nothing else has room."""
    room = min(most or LONGEST_CHAIN, LONGEST_CHAIN)
    whole = "".join([leaf, *issuers])
    if form == "leaf" or len(whole) > room:
        return leaf, "leaf"
    return whole, "chain" if issuers else "leaf"


def other_form(request: CertificateSigningRequest) -> Form | None:
    """How to hand out what was rejected, if there is another way (C-63)."""
    if request.forms or not request.issuers:
        return None
    return _other(request.form)


def form_to_try(requests: Iterable[CertificateSigningRequest]) -> str | None:
    """What was taken the last time, or the other one of what was rejected; the newest are first."""
    for one in requests:
        if one.state == "accepted":
            return one.form
        if one.forms:
            return _other(one.forms)
    return None


def _other(form: str | None) -> Form:
    return "leaf" if form == "chain" else "chain"


def renewal_at(certificate: ClientCertificate) -> datetime | None:
    """At two thirds of its life, or a little later: for each another moment, always the same."""
    if certificate.not_after is None:
        return None
    begun = certificate.not_before or certificate.issued_at
    life = certificate.not_after - begun
    chance = int(sha256(certificate.sha256.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
    return begun + life * (2 / 3 + MOST_JITTER * chance)


def in_force(certificates: Iterable[ClientCertificate]) -> ClientCertificate | None:
    """The one that the charge point uses, or is to use: the last that it has, not revoked."""
    theirs = [
        one
        for one in certificates
        if one.revoked_at is None and one.not_after and one.handed_out in ("Accepted", "ByHand")
    ]
    return max(theirs, key=lambda one: one.issued_at, default=None)


def sha256_of_first(pem: str) -> str | None:
    """Of the DER of the first certificate of a chain; None if it is none."""
    found = _FIRST.search(pem)
    try:
        return (
            sha256(b64decode("".join(found[1].split()), validate=True)).hexdigest()
            if found
            else None
        )
    except binascii.Error:
        return None
