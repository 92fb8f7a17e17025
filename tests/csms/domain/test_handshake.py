"""The verdict on a handshake: what is provisioned against what is presented."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.credentials import hash_password
from csms.domain import handshake
from csms.domain.certificate_faults import Certificate
from csms.domain.handshake import Provisioned, Verdict
from csms.domain.onboarding import Policy
from csms.domain.presented import Presented, identity
from tests.support import NOON

TEXT = "sixteen-letters!"
KEY = bytes(range(200, 220))  # twenty bytes that are no UTF-8
TEXT_HASH, KEY_HASH = hash_password(TEXT), hash_password(KEY.hex())
ANY = Policy(minimum_security_profile=0)

DAY = timedelta(days=1)


def judge(provisioned: Provisioned | None, presented: Presented, policy: Policy) -> Verdict:
    return handshake.judge(provisioned, presented, policy, NOON)


PLAIN = Presented(identity="CP 1", tls=False)
TLS = Presented(identity="CP 1", tls=True)


def basic(password: bytes, user: str = "CP 1") -> str:
    return "Basic " + b64encode(user.encode() + b":" + password).decode()


RIGHT, WRONG = basic(TEXT.encode()), basic(b"wrong")


@pytest.mark.parametrize(
    ("profile", "presented", "status"),
    [
        (0, PLAIN, 200),
        (0, replace(PLAIN, authorization=RIGHT), 403),
        (0, TLS, 403),
        (0, replace(TLS, authorization=RIGHT), 403),
        (1, replace(PLAIN, authorization=RIGHT), 200),
        (1, replace(PLAIN, authorization=WRONG), 401),
        (1, PLAIN, 401),
        (1, replace(TLS, authorization=RIGHT), 403),
        (1, TLS, 403),
        (2, replace(TLS, authorization=RIGHT), 200),
        (2, replace(TLS, authorization=WRONG), 401),
        (2, TLS, 401),
        (2, PLAIN, 403),
        (2, replace(PLAIN, authorization=RIGHT), 403),
        (2, replace(TLS, authorization=RIGHT, certificate=True), 200),
        (2, replace(TLS, authorization=WRONG, certificate=True), 401),
        (2, replace(TLS, certificate=True), 403),
        (3, replace(TLS, certificate=True), 403),
        (3, replace(TLS, authorization=RIGHT), 403),
        (None, replace(TLS, authorization=RIGHT), 404),
        (None, TLS, 404),
        (None, PLAIN, 404),
    ],
)
def test_the_verdict(profile: int | None, presented: Presented, status: int) -> None:
    password_hash = TEXT_HASH if profile else None
    provisioned = None if profile is None else Provisioned(profile, password_hash)
    assert judge(provisioned, presented, ANY).status == status


@pytest.mark.parametrize(
    ("profile", "presented"),
    [
        (0, PLAIN),
        (1, replace(PLAIN, authorization=RIGHT)),
        (2, replace(TLS, authorization=RIGHT)),
    ],
)
def test_below_the_minimum_nobody_connects(profile: int, presented: Presented) -> None:
    provisioned = Provisioned(profile, TEXT_HASH)
    statuses = [judge(provisioned, presented, Policy(least)).status for least in range(4)]
    assert statuses == [200] * (profile + 1) + [403] * (3 - profile)


@pytest.mark.parametrize(
    ("profile", "password", "status", "command"),
    [
        (2, TEXT.encode(), 200, None),
        (2, KEY, 200, "command-1"),
        (2, KEY.hex().encode(), 200, "command-1"),
        (2, b"wrong", 401, None),
        (1, KEY, 403, None),
        (3, KEY, 403, None),
    ],
)
def test_a_password_that_was_sent_opens_beside_the_present_one(
    profile: int, password: bytes, status: int, command: str | None
) -> None:
    provisioned = Provisioned(
        profile, TEXT_HASH, next_password_hash=KEY_HASH, next_password_command="command-1"
    )
    verdict = judge(provisioned, replace(TLS, authorization=basic(password)), ANY)
    assert (verdict.status, verdict.password_command) == (status, command)


def test_the_present_password_sent_again_is_the_next_one() -> None:
    again = Provisioned(
        2, KEY_HASH, next_password_hash=hash_password(KEY.hex()), next_password_command="command-1"
    )
    verdict = judge(again, replace(TLS, authorization=basic(KEY)), ANY)
    assert verdict.password_command == "command-1"


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (RIGHT, 200),
        (RIGHT.replace("Basic", "basic"), 200),
        (RIGHT.replace("Basic", "BASIC "), 200),
        (RIGHT.replace("Basic", "Bearer"), 401),
        (RIGHT.removeprefix("Basic "), 401),
        ("Basic", 401),
        ("Basic ", 401),
        ("", 401),
        ("Basic !!!!", 401),
        (RIGHT[:-4] + "!" + RIGHT[-4:], 401),
        ("Basic Q1A", 401),
        ("Basic ☃", 401),
        (RIGHT + " \t", 200),
        (RIGHT + "\xa0", 401),
        ("Basic " + b64encode(b"no colon").decode(), 401),
        (basic(TEXT.encode(), user="cp 1"), 401),
        (basic(TEXT.encode(), user="CP%201"), 401),
        (basic(TEXT.encode(), user="CP 12"), 401),
        (basic(TEXT.encode(), user=""), 401),
        (basic(TEXT.encode() + b":"), 401),
        (basic(b""), 401),
    ],
)
def test_only_the_decoded_identity_and_the_password_open(header: str, status: int) -> None:
    presented = replace(TLS, authorization=header)
    assert judge(Provisioned(2, TEXT_HASH), presented, ANY).status == status


@pytest.mark.parametrize("sent", [KEY, KEY.hex().encode(), KEY.hex().upper().encode()])
def test_a_key_opens_as_its_bytes_and_as_its_hex(sent: bytes) -> None:
    presented = replace(TLS, authorization=basic(sent))
    assert judge(Provisioned(2, KEY_HASH), presented, ANY).status == 200


def test_a_password_may_have_colons() -> None:
    presented = replace(TLS, authorization=basic(b"with:colons:in:it"))
    provisioned = Provisioned(2, hash_password("with:colons:in:it"))
    assert judge(provisioned, presented, ANY).status == 200


def test_without_a_password_set_no_password_is_right() -> None:
    presented = replace(TLS, authorization=RIGHT)
    assert judge(Provisioned(2, None), presented, ANY).status == 401


ONBOARDING = Policy(minimum_security_profile=2, onboarding_hash=TEXT_HASH)


@pytest.mark.parametrize(
    ("presented", "status"),
    [
        (replace(TLS, authorization=RIGHT), 200),
        (replace(TLS, authorization=WRONG), 404),
        (TLS, 404),
        (replace(TLS, certificate=True), 404),
        (replace(PLAIN, authorization=RIGHT), 404),
        (replace(TLS, identity="CP:1", authorization=basic(TEXT.encode(), "CP:1")), 404),
        (replace(TLS, identity=None, authorization=RIGHT), 404),
    ],
)
def test_a_stranger_is_taken_in_only_by_the_onboarding_password(
    presented: Presented, status: int
) -> None:
    verdict = judge(None, presented, ONBOARDING)
    assert (verdict.status, verdict.onboard) == (status, status == 200)


def test_the_onboarding_password_opens_no_charge_point_that_is_provisioned() -> None:
    presented = replace(TLS, authorization=RIGHT)
    verdict = judge(Provisioned(2, KEY_HASH), presented, ONBOARDING)
    assert (verdict.status, verdict.onboard) == (401, False)


WAITS = Provisioned(2, TEXT_HASH, awaits_acceptance=True)
ANY_PROFILE = replace(ONBOARDING, minimum_security_profile=1)


@pytest.mark.parametrize(
    ("presented", "policy", "status"),
    [
        (replace(PLAIN, authorization=RIGHT), ANY_PROFILE, 200),
        (replace(PLAIN, authorization=WRONG), ANY_PROFILE, 401),
        (PLAIN, ANY_PROFILE, 401),
        (replace(PLAIN, authorization=RIGHT), ONBOARDING, 403),
        (PLAIN, ONBOARDING, 403),
        (replace(PLAIN, authorization=RIGHT), ANY, 401),
        (replace(TLS, certificate=True), ANY_PROFILE, 403),
    ],
    ids=["other", "wrong", "none", "too low", "none, too low", "closed", "certificate"],
)
def test_who_waits_for_acceptance_may_come_at_another_profile(
    presented: Presented, policy: Policy, status: int
) -> None:
    verdict = judge(WAITS, presented, policy)
    assert (verdict.status, verdict.onboard, verdict.moved) == (status, *[status == 200] * 2)
    bound = replace(WAITS, awaits_acceptance=False)
    assert judge(bound, presented, policy).status in (401, 403)


def test_who_waits_comes_as_before_by_what_it_knew() -> None:
    verdict = judge(WAITS, replace(TLS, authorization=RIGHT), ANY)
    assert (verdict.status, verdict.onboard, verdict.moved) == (200, False, False)


def test_who_waits_is_taken_in_by_the_password_of_all_when_that_has_changed() -> None:
    changed = replace(WAITS, password_hash=KEY_HASH)
    verdict = judge(changed, replace(TLS, authorization=RIGHT), ONBOARDING)
    assert (verdict.status, verdict.onboard, verdict.moved) == (200, True, True)


def test_who_waits_with_a_key_of_its_own_moves_by_that_alone() -> None:
    own = Provisioned(2, KEY_HASH, awaits_acceptance=True, has_own_key=True)
    assert judge(own, replace(PLAIN, authorization=RIGHT), ANY_PROFILE).status == 401
    verdict = judge(own, replace(PLAIN, authorization=basic(KEY)), ANY_PROFILE)
    assert (verdict.status, verdict.onboard, verdict.moved) == (200, False, True)
    sent = replace(WAITS, next_password_hash=KEY_HASH, next_password_command="01a2")
    verdict = judge(sent, replace(PLAIN, authorization=basic(KEY)), ANY_PROFILE)
    assert (verdict.onboard, verdict.moved, verdict.password_command) == (False, True, "01a2")


@given(st.text())
def test_no_segment_and_no_header_raises(anything: str) -> None:
    presented = Presented(identity=identity(anything), tls=True, authorization=anything)
    assert judge(Provisioned(2, TEXT_HASH), presented, ANY).status in (401, 404)


SHA256 = "5e" * 32
CERTIFIED = replace(TLS, certificate=True, subject="O=Vendor, CN=SN-7", sha256=SHA256)
CERTIFICATES = Policy(minimum_security_profile=2, certificates=True)


@pytest.mark.parametrize(
    ("presented", "status"),
    [
        (CERTIFIED, 200),
        (replace(CERTIFIED, authorization=WRONG), 200),
        (replace(CERTIFIED, subject="CN=SN-8"), 403),
        (replace(CERTIFIED, subject="CN=sn-7"), 403),
        (replace(CERTIFIED, subject="O=SN-7"), 403),
        (replace(CERTIFIED, certificate=False), 403),
        (replace(CERTIFIED, tls=False), 403),
        (replace(TLS, authorization=RIGHT), 403),
    ],
)
def test_a_certificate_is_bound_to_the_serial_number(presented: Presented, status: int) -> None:
    provisioned = Provisioned(3, None, serial_number="SN-7")
    assert judge(provisioned, presented, CERTIFICATES).status == status


def test_a_charge_point_without_a_serial_number_has_no_certificate() -> None:
    assert judge(Provisioned(3, None), CERTIFIED, CERTIFICATES).status == 403
    nameless = replace(CERTIFIED, subject="O=Vendor")
    assert judge(Provisioned(3, None), nameless, CERTIFICATES).status == 403


def test_certificates_count_for_nothing_where_the_edge_verifies_none() -> None:
    provisioned = Provisioned(3, None, serial_number="SN-7")
    assert judge(provisioned, CERTIFIED, ANY).status == 403


def test_a_stranger_with_a_trusted_certificate_is_taken_in_if_that_is_wanted() -> None:
    wanted = replace(CERTIFICATES, certified_strangers=True)
    assert judge(None, CERTIFIED, wanted).onboard
    moved = judge(WAITS, CERTIFIED, wanted)
    assert (moved.status, moved.onboard, moved.moved) == (200, True, True)
    named = replace(WAITS, serial_number="SN-8")
    assert judge(named, CERTIFIED, wanted).kind == "ForeignCertificate"
    back = judge(replace(WAITS, serial_number="SN-7"), CERTIFIED, wanted)
    assert (back.status, back.onboard, back.moved) == (200, False, True)
    assert judge(replace(WAITS, has_own_key=True), CERTIFIED, wanted).status == 403
    assert judge(None, CERTIFIED, CERTIFICATES).status == 404
    assert judge(None, replace(CERTIFIED, subject="O=Vendor"), wanted).status == 404
    assert judge(None, TLS, wanted).status == 404


FOREIGN, EXPIRED = "ForeignCertificate", "ExpiredCertificate"
FAILED, WRONG_PROFILE = "FailedToAuthenticate", "WrongSecurityProfile"

AT_3 = Provisioned(3, None, serial_number="SN-7", generation="g1")
ISSUED = Certificate(SHA256, NOON - 9 * DAY, NOON - 9 * DAY, NOON + DAY)


@pytest.mark.parametrize(
    ("provisioned", "presented", "kind"),
    [
        (Provisioned(2, TEXT_HASH), replace(TLS, authorization=WRONG), FAILED),
        (Provisioned(2, TEXT_HASH), TLS, FAILED),
        (Provisioned(2, TEXT_HASH), PLAIN, WRONG_PROFILE),
        (Provisioned(0, None), CERTIFIED, WRONG_PROFILE),
        (AT_3, replace(TLS, authorization=RIGHT), WRONG_PROFILE),
        (AT_3, replace(CERTIFIED, subject="CN=SN-8"), FOREIGN),
        (AT_3, replace(CERTIFIED, sha256=None), FAILED),
        (replace(AT_3, certificate=replace(ISSUED, revoked=True)), CERTIFIED, "RevokedCertificate"),
        (replace(AT_3, certificate=replace(ISSUED, not_after=NOON - DAY)), CERTIFIED, EXPIRED),
        (replace(AT_3, certificate=replace(ISSUED, not_before=NOON + DAY)), CERTIFIED, FAILED),
        (
            replace(AT_3, certificate=ISSUED, certificate_issued_at=NOON - 8 * DAY),
            CERTIFIED,
            FAILED,
        ),
    ],
)
def test_a_refusal_is_a_security_event_of_its_kind(
    provisioned: Provisioned, presented: Presented, kind: str
) -> None:
    verdict = judge(provisioned, presented, CERTIFICATES if provisioned is AT_3 else ANY_CERTIFIED)
    assert (verdict.status in (401, 403), verdict.kind) == (True, kind)


ANY_CERTIFIED = replace(CERTIFICATES, minimum_security_profile=0)


def test_the_certificate_names_the_operator_where_that_is_wanted() -> None:
    wanted = replace(CERTIFICATES, cpo_name="Power, Inc.")
    for subject, status in (
        ("CN=SN-7,O=Power\\, Inc.", 200),
        ("CN=SN-7,O=Vendor,O=Power\\, Inc.", 200),
        ("CN=SN-7,O=Vendor", 403),
        ("CN=SN-7,OU=Power\\, Inc.", 403),
        ("CN=SN-7", 403),
    ):
        verdict = judge(AT_3, replace(CERTIFIED, subject=subject), wanted)
        assert (verdict.status, verdict.kind) == (status, None if status == 200 else FOREIGN)
    strangers = replace(wanted, certified_strangers=True)
    assert judge(None, CERTIFIED, strangers).status == 404
    assert judge(None, replace(CERTIFIED, subject="CN=SN-7,O=Power\\, Inc."), strangers).onboard


def test_a_recorded_certificate_is_adopted_when_it_is_used_first() -> None:
    recorded = replace(AT_3, certificate=ISSUED)
    assert judge(recorded, CERTIFIED, CERTIFICATES).certificate == ISSUED
    before = replace(
        recorded, certificate_in_use="ab" * 32, certificate_issued_at=ISSUED.issued_at - DAY
    )
    assert judge(before, CERTIFIED, CERTIFICATES).certificate == ISSUED
    used = replace(recorded, certificate_in_use=SHA256, certificate_issued_at=ISSUED.issued_at)
    assert judge(used, CERTIFIED, CERTIFICATES) == Verdict(200, "welcome")


def test_one_of_another_issuer_is_neither_adopted_nor_shut_out() -> None:
    used = replace(AT_3, certificate_in_use="ab" * 32, certificate_issued_at=NOON - DAY)
    for provisioned in (AT_3, used):
        assert judge(provisioned, CERTIFIED, CERTIFICATES) == Verdict(200, "welcome")


def test_within_the_grace_an_expired_certificate_is_rescued_and_no_longer() -> None:
    for days, status in ((0, 403), (2, 403), (3, 200), (4, 200)):
        graceful = replace(CERTIFICATES, grace=days * DAY)
        ended = replace(AT_3, certificate=replace(ISSUED, not_after=NOON - 3 * DAY))
        verdict = judge(ended, CERTIFIED, graceful)
        assert (verdict.status, verdict.rescue) == (status, status == 200)
        valid = judge(replace(AT_3, certificate=ISSUED), CERTIFIED, graceful)
        assert (valid.status, valid.rescue) == (200, False)


def test_with_a_grace_nobody_gets_in_by_a_certificate_without_a_record() -> None:
    graceful = replace(CERTIFICATES, grace=DAY, certified_strangers=True)
    assert judge(AT_3, CERTIFIED, graceful).kind == "ExpiredCertificate"
    assert judge(None, CERTIFIED, graceful).status == 404


BASIC_1, BASIC_2 = replace(PLAIN, authorization=RIGHT), replace(TLS, authorization=RIGHT)


@pytest.mark.parametrize(
    ("present", "pending", "presented", "expected"),
    [
        (0, 1, PLAIN, (200, False)),
        (0, 1, BASIC_1, (200, True)),
        (0, 1, replace(PLAIN, authorization=WRONG), (401, False)),
        (0, 1, BASIC_2, (403, False)),
        (0, 2, PLAIN, (200, False)),
        (0, 2, BASIC_1, (200, False)),
        (0, 2, BASIC_2, (200, True)),
        (0, 2, replace(TLS, authorization=WRONG), (401, False)),
        (0, 2, TLS, (401, False)),
        (1, 2, BASIC_1, (200, False)),
        (1, 2, BASIC_2, (200, True)),
        (1, 2, PLAIN, (401, False)),
        (1, 2, replace(TLS, authorization=WRONG), (401, False)),
        (2, 3, BASIC_2, (200, False)),
        (2, 3, CERTIFIED, (200, True)),
        (2, 3, replace(CERTIFIED, authorization=RIGHT), (200, True)),
        (2, 3, replace(CERTIFIED, subject="CN=SN-8"), (403, False)),
        (2, 3, replace(CERTIFIED, subject="CN=SN-8", authorization=RIGHT), (200, False)),
        (2, 3, replace(CERTIFIED, subject="CN=SN-8", authorization=WRONG), (401, False)),
        (2, 3, BASIC_1, (403, False)),
        (2, 1, BASIC_1, (403, False)),
        (2, 1, BASIC_2, (200, False)),
        (2, 0, PLAIN, (403, False)),
    ],
)
def test_while_an_upgrade_is_pending_both_profiles_open(
    present: int, pending: int, presented: Presented, expected: tuple[int, bool]
) -> None:
    provisioned = Provisioned(
        present, TEXT_HASH, "SN-7", pending_security_profile=pending, generation="g1"
    )
    verdict = judge(provisioned, presented, ANY_CERTIFIED)
    assert (verdict.status, verdict.upgraded) == expected


def test_of_a_wrong_certificate_the_kind_is_told_while_it_is_pending() -> None:
    pending = Provisioned(2, TEXT_HASH, "SN-7", pending_security_profile=3)
    verdict = judge(pending, replace(CERTIFIED, subject="CN=SN-8"), CERTIFICATES)
    assert verdict.kind == FOREIGN


def test_no_expired_certificate_shuts_out_another() -> None:
    """One that was issued later, for a day, and never used, would lock out the one in use."""
    ended = replace(ISSUED, not_after=NOON - DAY / 2)
    in_use = replace(
        AT_3,
        certificate=ended,
        certificate_in_use="aa",
        certificate_issued_at=ended.issued_at - DAY,
    )
    verdict = judge(in_use, CERTIFIED, replace(CERTIFICATES, grace=DAY))
    assert (verdict.status, verdict.rescue, verdict.certificate) == (200, True, None)


def test_no_expired_certificate_settles_an_upgrade() -> None:
    """Its password would be void, and its connection good for nothing but a new certificate."""
    ended = replace(ISSUED, not_after=NOON - DAY / 2)
    pending = Provisioned(2, TEXT_HASH, "SN-7", pending_security_profile=3, certificate=ended)
    graceful = replace(CERTIFICATES, grace=DAY)
    refused = judge(pending, CERTIFIED, graceful)
    assert (refused.status, refused.kind) == (403, "ExpiredCertificate")
    assert (refused.rescue, refused.upgraded) == (False, False)
    falls_back = judge(pending, replace(CERTIFIED, authorization=RIGHT), graceful)
    assert (falls_back.status, falls_back.rescue, falls_back.upgraded) == (200, False, False)


def test_below_the_minimum_only_the_pending_profile_opens() -> None:
    pending = Provisioned(1, TEXT_HASH, pending_security_profile=2)
    assert judge(pending, BASIC_1, CERTIFICATES).status == 403
    assert judge(pending, BASIC_2, CERTIFICATES).upgraded


@pytest.mark.parametrize(
    ("presented", "status"),
    [
        (PLAIN, 200),
        (BASIC_1, 200),
        (replace(PLAIN, authorization=basic(KEY)), 200),
        (replace(PLAIN, authorization=WRONG), 401),
        (replace(PLAIN, authorization="Bearer x"), 401),
        (BASIC_2, 403),
        (TLS, 403),
    ],
)
def test_a_key_that_was_taken_at_profile_0_may_be_shown_and_must_be_right(
    presented: Presented, status: int
) -> None:
    """There are stacks that show it from then on, whatever the profile is."""
    with_key = Provisioned(
        0, TEXT_HASH, next_password_hash=KEY_HASH, next_password_command="command-1"
    )
    verdict = judge(with_key, presented, ANY)
    assert verdict.status == status
    shown = presented.authorization == basic(KEY)
    assert verdict.password_command == ("command-1" if shown else None)
    without_key = judge(Provisioned(0, None), presented, ANY)
    assert without_key.status == (200 if presented == PLAIN else 403)
