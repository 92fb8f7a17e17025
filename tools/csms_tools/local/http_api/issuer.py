"""The development issuer: tokens for operators on a desk, signed with a key that stays there.

Each command on a desk signs itself one: what only judges tokens is imported when it is needed.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

if TYPE_CHECKING:
    import jwt

    from api.http.roles import Role

ALGORITHM = "RS256"
_KEY, _TERMS = "key.pem", "terms.json"


class NoIssuer(Exception):
    """There is none in this folder."""


@dataclass(frozen=True)
class Terms:
    """What the API asks of a token."""

    issuer: str
    audience: str
    role_claim: str


class Issuer:
    def __init__(self, key: rsa.RSAPrivateKey, terms: Terms) -> None:
        self.terms = terms
        self._key = key
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
        self._key_id = hashlib.sha1(public, usedforsecurity=False).hexdigest()  # RFC 5280 §4.2.1.2

    @classmethod
    def open(cls, folder: Path, terms: Terms) -> "Issuer":
        """With the key that the folder has; it is made where there is none."""
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / _KEY).exists():
            _keep(folder / _KEY, rsa.generate_private_key(65537, 2048))
        (folder / _TERMS).write_text(json.dumps(asdict(terms)))
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> "Issuer":
        """The one that `open` left. Raises NoIssuer."""
        try:
            key = load_pem_private_key((folder / _KEY).read_bytes(), password=None)
            terms = Terms(**json.loads((folder / _TERMS).read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise NoIssuer(str(folder)) from error
        assert isinstance(key, rsa.RSAPrivateKey)
        return cls(key, terms)

    @property
    def keys(self) -> "Mapping[str, jwt.PyJWK]":
        """Those that its signatures are checked with, by their ids."""
        import jwt

        return {each["kid"]: jwt.PyJWK(each) for each in self.key_set()["keys"]}

    def key_set(self) -> dict[str, Any]:
        """The public key as a JWK set (RFC 7517)."""
        import jwt

        public = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self._key_id, "alg": ALGORITHM, "use": "sig"}]}

    def description(self) -> dict[str, Any]:
        """What OpenID Connect Discovery asks of it."""
        return {
            "issuer": self.terms.issuer,
            "authorization_endpoint": f"{self.terms.issuer}/authorize",
            "token_endpoint": f"{self.terms.issuer}/token",
            "revocation_endpoint": f"{self.terms.issuer}/revoke",
            "jwks_uri": f"{self.terms.issuer}/.well-known/jwks.json",
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            "subject_types_supported": ["public"],
        }

    def token(
        self,
        *roles: "Role | str",
        name: str,
        at: datetime,
        lasts: timedelta,
        nonce: str | None = None,
    ) -> str:
        """Of an operator of these roles, or groups that stand for them."""
        claims = {
            "iss": self.terms.issuer,
            "aud": self.terms.audience,
            "sub": name,
            self.terms.role_claim: list(roles),
            "iat": int(at.timestamp()),
            "exp": int((at + lasts).timestamp()),
            "jti": secrets.token_urlsafe(12),
            **({} if nonce is None else {"nonce": nonce}),
        }
        header = {"alg": ALGORITHM, "kid": self._key_id, "typ": "JWT"}
        signed = f"{_part(json.dumps(header).encode())}.{_part(json.dumps(claims).encode())}"
        signature = self._key.sign(signed.encode(), PKCS1v15(), SHA256())
        return f"{signed}.{_part(signature)}"


def _part(content: bytes) -> str:
    """Of a JWS (RFC 7515 §7.1)."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _keep(path: Path, key: rsa.RSAPrivateKey) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    fresh.replace(path)
