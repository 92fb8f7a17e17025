"""The development issuer: its key stays in its folder, and whoever has that has tokens."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest

from csms_tools.local.http_api.issuer import Issuer, NoIssuer, Terms

TERMS = Terms("http://127.0.0.1:8080/@issuer", "csms", "cognito:groups")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_the_key_is_made_once_and_for_nobody_else_to_read(tmp_path: Path) -> None:
    first = Issuer.open(tmp_path / "issuer", TERMS)
    assert Issuer.open(tmp_path / "issuer", TERMS).key_set() == first.key_set()
    assert (tmp_path / "issuer" / "key.pem").stat().st_mode & 0o777 == 0o600
    assert Issuer.open(tmp_path / "another", TERMS).key_set() != first.key_set()


def test_it_is_loaded_as_it_was_left(tmp_path: Path) -> None:
    left = Issuer.open(tmp_path, TERMS)
    loaded = Issuer.load(tmp_path)
    assert (loaded.terms, loaded.key_set()) == (left.terms, left.key_set())


def test_another_start_may_have_other_terms(tmp_path: Path) -> None:
    moved = Terms("http://127.0.0.1:9090/@issuer", "csms", "roles")
    Issuer.open(tmp_path, TERMS)
    Issuer.open(tmp_path, moved)
    assert Issuer.load(tmp_path).terms == moved


@pytest.mark.parametrize("content", [None, "", "no PEM"])
def test_where_no_key_is_there_is_no_issuer(tmp_path: Path, content: str | None) -> None:
    Issuer.open(tmp_path, TERMS)
    key = tmp_path / "key.pem"
    key.unlink() if content is None else key.write_text(content)
    with pytest.raises(NoIssuer):
        Issuer.load(tmp_path)


def test_nothing_of_the_private_key_is_in_what_is_published(tmp_path: Path) -> None:
    issuer = Issuer.open(tmp_path, TERMS)
    [key] = issuer.key_set()["keys"]
    assert {*key} <= {"kty", "kid", "alg", "use", "key_ops", "n", "e"}
    assert key["kid"] in issuer.keys


def test_it_is_described_as_discovery_wants_it(tmp_path: Path) -> None:
    described = Issuer.open(tmp_path, TERMS).description()
    assert described["issuer"] == TERMS.issuer
    assert described["jwks_uri"] == f"{TERMS.issuer}/.well-known/jwks.json"
    json.dumps(described)


def test_a_token_says_who_may_do_what_and_until_when(tmp_path: Path) -> None:
    issuer = Issuer.open(tmp_path, TERMS)
    token = issuer.token("viewer", name="Ada", at=NOON, lasts=timedelta(hours=8))
    said = jwt.decode(token, options={"verify_signature": False})
    identifier = said.pop("jti")
    assert said == {
        "iss": TERMS.issuer,
        "aud": "csms",
        "sub": "Ada",
        "cognito:groups": ["viewer"],
        "iat": NOON.timestamp(),
        "exp": NOON.timestamp() + 8 * 3600,
    }
    again = issuer.token("viewer", name="Ada", at=NOON, lasts=timedelta(hours=8))
    assert jwt.decode(again, options={"verify_signature": False})["jti"] != identifier
    assert jwt.get_unverified_header(token) == {
        "alg": "RS256",
        "kid": issuer.key_set()["keys"][0]["kid"],
        "typ": "JWT",
    }
