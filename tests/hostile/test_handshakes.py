"""What strangers bring to the door, and the headers of the edge: no crash, and no wrong yes.

`make test` takes 1,112 of each, always the same; `make fuzz` takes 20,016 of each, others each
time.
"""

from base64 import b64decode, b64encode
from dataclasses import replace
from urllib.parse import quote, unquote_to_bytes

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from connection import authorizer
from csms import credentials
from csms.credentials import hash_password
from csms.domain.handshake import Provisioned, judge
from csms.domain.onboarding import Policy
from csms.domain.presented import Presented, identity, sha256
from csms.store.table import calls
from csms_tools.local.gateway.edge import viewer_request
from tests.connection.support import event
from tests.hostile.effort import examples
from tests.support import NOON, Context

MANY = 1_112

NAME, KEY, SERIAL, CPO, DIGEST = "CP ü", bytes(range(240, 256)), "SN-7", "Power, Inc.", "5e" * 32
ANYTHING = st.text(st.characters(exclude_categories=()))
POLICY = Policy(0, certificates=True, cpo_name=CPO)


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What they cost is not looked at here."""
    for name, cost in (("_N", 16), ("_R", 1), ("_P", 1)):
        monkeypatch.setattr(credentials, name, cost)


def mangled(right: bytes) -> st.SearchStrategy[bytes]:
    """The right bytes, or so, with something in their midst."""
    places, noise = st.integers(0, len(right)), st.binary(max_size=3)
    return st.builds(lambda a, b, new: right[:a] + new + right[b:], places, places, noise)


PAIRS = [f"{NAME}:".encode() + key for key in (KEY, KEY.hex().encode(), KEY.hex().upper().encode())]
CREDENTIALS = (
    st.sampled_from(PAIRS)
    | st.one_of(*map(mangled, PAIRS))
    | st.binary(max_size=60)
    | st.builds(lambda user: user + b":" + KEY, st.binary(max_size=8))
)
SCHEMES = st.sampled_from(["Basic ", "basic  ", "BASIC\t", "Basic", "Bearer ", ""])
HEADERS = (
    st.builds(lambda scheme, pair: scheme + b64encode(pair).decode(), SCHEMES, CREDENTIALS)
    | st.builds(
        lambda pair, place, noise: (
            (head := "Basic " + b64encode(pair).decode())[:place] + noise + head[place:]
        ),
        CREDENTIALS,
        st.integers(0, 60),
        ANYTHING.filter(lambda it: len(it) < 3),
    )
    | ANYTHING
)


@examples(MANY)
@given(header=HEADERS)
def test_of_all_authorization_headers_only_the_right_one_opens(header: str) -> None:
    provisioned = Provisioned(2, hash_password(KEY.hex()))
    presented = Presented(NAME, tls=True, authorization=header)
    verdict = judge(provisioned, presented, POLICY, NOON)
    assert verdict.status in (200, 401)
    scheme, _, encoded = header.partition(" ")
    if verdict.status == 200:
        user, colon, key = b64decode(encoded.strip(" \t"), validate=True).partition(b":")
        assert (scheme.lower(), user.decode(), colon) == ("basic", NAME, b":")
        assert key == KEY or key.lower() == KEY.hex().encode()
    elif scheme.lower() == "basic":
        assert encoded not in [b64encode(pair).decode() for pair in PAIRS]


SEGMENTS = (
    st.sampled_from(
        [quote(NAME), NAME, quote(NAME).lower(), "".join(f"%{it:02x}" for it in NAME.encode())]
    )
    | ANYTHING
    | st.text(st.sampled_from("CP %20üc3bC~/."), max_size=12)
)


@examples(MANY)
@given(before=ANYTHING, segment=SEGMENTS, after=st.sampled_from(["", "/", "//", "?x", "%2F"]))
def test_of_all_paths_only_its_own_leads_to_a_charge_point(
    before: str, segment: str, after: str
) -> None:
    uri = f"/{before}/{segment}{after}"
    request = {"method": "GET", "uri": uri, "querystring": {}, "headers": {}}
    passed = viewer_request(request, "192.0.2.1")
    found = identity(passed["headers"]["x-ocpp-identity"]["value"])
    assert found is None or len(found.encode()) <= 255
    if found == NAME:
        last = uri.removesuffix("/").split("/")[-1]
        assert unquote_to_bytes(last) == NAME.encode()


KINDS = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)
TEXTS = st.sampled_from([SERIAL, CPO, f"x,CN={SERIAL}", f"{SERIAL},O={CPO}"]) | st.text(
    min_size=1, max_size=12
)
NAMES = st.lists(st.tuples(st.sampled_from(KINDS), TEXTS), max_size=5)


@examples(MANY)
@given(attributes=NAMES)
def test_of_all_certificates_only_its_own_opens(
    attributes: list[tuple[x509.ObjectIdentifier, str]],
) -> None:
    subject = x509.Name([x509.NameAttribute(kind, text) for kind, text in attributes])
    names = [text for kind, text in attributes if kind == KINDS[0]]
    its_own = names == [SERIAL] and (KINDS[1], CPO) in attributes
    assert opens(subject.rfc4514_string(), DIGEST) is its_own


NOISE = ["\\", '"', ",CN=", "+", ";", "#"]
SUBJECTS = (
    st.text(st.sampled_from('CNOo=,+;"#\\ 5e.SN-7'), max_size=24)
    | st.builds(
        lambda place, noise: (its := f"CN={SERIAL},O=Power\\, Inc.")[:place] + noise + its[place:],
        st.integers(0, 40),
        ANYTHING.filter(lambda it: len(it) < 4)
        | st.sampled_from(["\\", '"', ",CN=", "+", ";", "#"]),
    )
    | ANYTHING
)


@examples(MANY)
@given(subject=SUBJECTS, digest=st.sampled_from([DIGEST, DIGEST.upper(), ""]) | ANYTHING)
def test_of_all_headers_of_certificates_none_opens_that_can_be_read_otherwise(
    subject: str, digest: str
) -> None:
    if opens(subject, digest):
        assert sha256(digest) == digest.replace(":", "").lower()
        as_others_read_it = x509.Name.from_rfc4514_string(_without_padding(subject))
        (name,) = as_others_read_it.get_attributes_for_oid(NameOID.COMMON_NAME)
        assert name.value == SERIAL


def _without_padding(subject: str) -> str:
    """Spaces around a separator mean nothing (RFC 2253 §4)."""
    parts = subject.replace("\\,", "\0").split(",")
    pairs = ("=".join(side.strip(" ") for side in part.split("=", 1)) for part in parts)
    return ",".join(pairs).replace("\0", "\\,")


def opens(subject: str, digest: str) -> bool:
    provisioned = Provisioned(3, None, serial_number=SERIAL)
    shown = Presented(NAME, tls=True, certificate=True, subject=subject, sha256=sha256(digest))
    for weaker in (replace(shown, tls=False), replace(shown, certificate=False)):
        assert judge(provisioned, weaker, POLICY, NOON).status == 403
    verdict = judge(provisioned, shown, POLICY, NOON)
    assert verdict.status in (200, 403)
    return verdict.status == 200


OURS = (
    "x-client-cert-present",
    "x-client-cert-subject",
    "x-client-cert-sha256",
    "x-ocpp-transport",
)


@examples(MANY)
@given(forged=st.dictionaries(st.sampled_from(OURS), ANYTHING | st.just("true")))
def test_a_clients_own_copies_of_our_headers_never_pass_the_edge(forged: dict[str, str]) -> None:
    headers = {name: {"value": value} for name, value in forged.items()}
    headers["authorization"] = {"value": "Basic x"}
    request = {"method": "GET", "uri": f"/{quote(NAME)}", "querystring": {}, "headers": headers}
    passed = viewer_request(request, "192.0.2.1")["headers"]
    assert {name for name in OURS if name in passed} == {"x-ocpp-transport"}
    assert passed["x-ocpp-transport"]["value"] == "plain"


OTHERS = ("x-origin-secret", "x-viewer-address", "authorization")


@examples(MANY)
@given(
    headers=st.dictionaries(st.sampled_from([*OURS, "x-ocpp-identity", *OTHERS]), ANYTHING),
    through_the_edge=st.booleans(),
)
def test_the_authorizer_has_a_verdict_on_whatever_comes(
    headers: dict[str, str], through_the_edge: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody is provisioned."""
    monkeypatch.setattr(calls, "call", lambda *_: {"Responses": {}})
    request = event("authorizer") | {"headers": headers}
    if through_the_edge:
        request["headers"] = headers | {"x-origin-secret": "through-the-edge"}
    policy = authorizer.handler(request, Context())
    (statement,) = policy["policyDocument"]["Statement"]
    assert statement["Effect"] == ("Allow" if through_the_edge else "Deny")
    assert policy["context"]["status"] == ("404" if through_the_edge else "403")
