"""Whose tokens pass, and every way in which one may not be what it seems."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from csms_tools.local.http_api.issuer import Issuer
from csms_tools.local.http_api.tokens import Refused, Tokens
from tests.csms_tools.local.http_api.support import AUTHORIZER, TERMS, token

NOW = datetime.now(UTC)
A_DAY = 86_400  # seconds: NOW is that of the collection, and a suite takes a while


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return Issuer.open(tmp_path_factory.mktemp("issuer"), TERMS)


@pytest.fixture(scope="module")
def stranger() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def key_id(issuer: Issuer) -> str:
    [own] = issuer.keys
    return own


def claims(**other: Any) -> dict[str, Any]:
    """Those of a good token, but for the others; None takes one away."""
    good = {
        "iss": TERMS.issuer,
        "aud": TERMS.audience,
        "sub": "Ada",
        "iat": int(NOW.timestamp()),
        "exp": int((NOW + timedelta(hours=1)).timestamp()),
    }
    return {name: value for name, value in (good | other).items() if value is not None}


def signed(issuer: Issuer, said: dict[str, Any], **headers: Any) -> str:
    """By the issuer's own key."""
    return jwt.encode(said, issuer._key, "RS256", headers={"kid": key_id(issuer)} | headers)


def judged(issuer: Issuer, it: str) -> str:
    """The reason of the refusal; empty if it passes."""
    try:
        Tokens(issuer.keys, AUTHORIZER).claims(f"Bearer {it}")
    except Refused as refused:
        return str(refused)
    return ""


def part(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def test_a_token_of_the_issuer_passes_with_all_it_says(issuer: Issuer) -> None:
    passed = Tokens(issuer.keys, AUTHORIZER).claims(f"Bearer {token(issuer, 'admin')}")
    assert passed["sub"] == "Ada"
    assert passed["cognito:groups"] == ["admin"]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"aud": ["elsewhere", "csms"]},
        {"aud": None, "client_id": "csms"},  # as Cognito's access tokens
        {"iat": None},
        {"nbf": int(NOW.timestamp()) - 1},
    ],
)
def test_what_api_gateway_takes_is_taken(issuer: Issuer, said: dict[str, Any]) -> None:
    assert judged(issuer, signed(issuer, claims(**said))) == ""


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"iss": "https://example.com"}, "issuer"),
        ({"iss": f"{TERMS.issuer}/"}, "issuer"),
        ({"iss": None}, "not valid"),
        ({"aud": "elsewhere"}, "audience"),
        ({"aud": []}, "audience"),
        ({"aud": None}, "audience"),
        ({"aud": "elsewhere", "client_id": "csms"}, "audience"),
        ({"exp": int(NOW.timestamp()) - 1}, "expired"),
        ({"exp": None}, "not valid"),
        ({"exp": "soon"}, "not valid"),
        ({"nbf": int(NOW.timestamp()) + A_DAY}, "not valid"),
        ({"iat": int(NOW.timestamp()) + A_DAY}, "not valid"),
    ],
)
def test_what_does_not_hold_is_refused_and_why(
    issuer: Issuer, said: dict[str, Any], reason: str
) -> None:
    assert reason in judged(issuer, signed(issuer, claims(**said)))


def test_a_signature_is_checked_once_and_again_when_the_token_has_ended(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    decode = jwt.decode

    def noted(token: str, *terms: Any, **others: Any) -> Any:
        checked.append(token)
        return decode(token, *terms, **others)

    monkeypatch.setattr(jwt, "decode", noted)
    tokens, good = Tokens(issuer.keys, AUTHORIZER), signed(issuer, claims())
    assert [tokens.claims(good)["sub"] for _ in range(3)] == ["Ada"] * 3
    assert checked == [good]
    later = (NOW + timedelta(hours=2)).timestamp()
    monkeypatch.setattr("csms_tools.local.http_api.tokens.time.time", lambda: later)
    tokens.claims(good)
    assert checked == [good, good]


def test_no_more_tokens_are_remembered_than_so_many(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csms_tools.local.http_api.tokens.REMEMBERED", 2)
    tokens = Tokens(issuer.keys, AUTHORIZER)
    for name in ("Ada", "Bea", "Cleo"):
        tokens.claims(signed(issuer, claims(sub=name)))
    assert len(tokens._passed) == 1


def test_another_key_does_not_sign_for_the_issuer(
    issuer: Issuer, stranger: rsa.RSAPrivateKey
) -> None:
    forged = jwt.encode(claims(), stranger, "RS256", headers={"kid": key_id(issuer)})
    assert judged(issuer, forged)


@pytest.mark.parametrize("kid", ["another", ""])
def test_a_key_that_the_issuer_does_not_have_is_refused(issuer: Issuer, kid: str) -> None:
    assert judged(issuer, signed(issuer, claims(), kid=kid))


def test_a_key_in_the_token_itself_is_not_believed(
    issuer: Issuer, stranger: rsa.RSAPrivateKey
) -> None:
    own = jwt.algorithms.RSAAlgorithm.to_jwk(stranger.public_key(), as_dict=True)
    for kid in (key_id(issuer), "own"):
        headers = {"kid": kid, "jwk": own}
        assert judged(issuer, jwt.encode(claims(), stranger, "RS256", headers=headers))


def test_no_signature_is_none(issuer: Issuer) -> None:
    header = {"alg": "none", "kid": key_id(issuer)}
    assert judged(issuer, f"{part(header)}.{part(claims())}.")
    signature = signed(issuer, claims()).rpartition(".")[2]
    assert judged(issuer, f"{part(header)}.{part(claims())}.{signature}")


def test_the_public_key_is_no_shared_secret(issuer: Issuer) -> None:
    public = issuer._key.public_key()
    header, said = {"alg": "HS256", "kid": key_id(issuer)}, claims()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signer = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    text = f"{part(header)}.{part(said)}"
    signature = base64.urlsafe_b64encode(signer.sign(text.encode(), pem)).decode().rstrip("=")
    assert judged(issuer, f"{text}.{signature}")


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_no_algorithm_passes_but_the_issuers(issuer: Issuer, algorithm: str) -> None:
    headers = {"kid": key_id(issuer)}
    assert judged(issuer, jwt.encode(claims(), issuer._key, algorithm, headers=headers))


def test_what_was_changed_after_signing_is_refused(issuer: Issuer) -> None:
    header, _, signature = signed(issuer, claims()).split(".")
    assert judged(issuer, f"{header}.{part(claims(sub='Eve'))}.{signature}")


@pytest.mark.parametrize(
    "nonsense",
    ["", ".", "..", "a.b", "a.b.c.d", "é.é.é", "bnVsbA.bnVsbA.", f"{part('[')}.x.x", "[" * 9000],
)
def test_nonsense_is_refused(issuer: Issuer, nonsense: str) -> None:
    assert judged(issuer, nonsense)


def test_a_header_that_is_nested_without_end_is_refused(issuer: Issuer) -> None:
    deep = base64.urlsafe_b64encode(b'{"a":' * 3000).decode().rstrip("=")
    assert judged(issuer, f"{deep}.{deep}.x")


def test_the_key_of_another_start_does_not_sign(issuer: Issuer, tmp_path: Path) -> None:
    assert judged(issuer, token(Issuer.open(tmp_path, TERMS)))
