"""JWT authorizers: whose tokens pass, checked in the order in which API Gateway says it checks."""

import time
from collections.abc import Mapping
from typing import Any

import jwt

from csms_tools.local.stack.http_routes import JwtAuthorizer

Claims = Mapping[str, Any]


REMEMBERED = 256  # tokens that have passed: a signature is checked once, an end each time


class Refused(Exception):
    """The header WWW-Authenticate that tells why."""


class Tokens:
    def __init__(self, keys: Mapping[str, jwt.PyJWK], authorizer: JwtAuthorizer) -> None:
        """`keys` of the authorizer's issuer, by their ids."""
        self._keys = keys
        self._authorizer = authorizer
        self._passed: dict[str, tuple[int, Claims]] = {}

    def claims(self, authorization: str | None) -> Claims:
        """What the token in this header says. Raises Refused."""
        if not authorization:
            raise Refused("Bearer")
        if (known := self._passed.get(authorization)) and time.time() < known[0]:
            return known[1]
        kind, separator, rest = authorization.strip().partition(" ")
        token = rest.strip() if separator and kind.lower() == "bearer" else authorization.strip()
        try:
            claims = self._verified(token)
        except jwt.ExpiredSignatureError:
            raise _invalid("the token has expired") from None
        except jwt.InvalidIssuerError:
            raise _invalid("the token does not have a valid issuer") from None
        except (jwt.PyJWTError, ValueError, OverflowError, RecursionError):
            raise _invalid("the token is not valid") from None
        if not self._names_us(claims):
            raise _invalid("the token does not have a valid audience")
        if len(self._passed) >= REMEMBERED:
            self._passed.clear()
        self._passed[authorization] = int(claims["exp"]), claims
        return claims

    def _verified(self, token: str) -> Claims:
        if not token.isascii():
            raise jwt.DecodeError
        key = self._keys.get(str(jwt.get_unverified_header(token).get("kid")))
        if key is None:
            raise jwt.InvalidKeyError
        claims: Claims = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            issuer=self._authorizer.issuer,
            options={"require": ["exp", "iss"], "verify_aud": False},
        )
        return claims

    def _names_us(self, claims: Claims) -> bool:
        """By `client_id` where there is no `aud`: so say Cognito's access tokens."""
        named = claims.get("aud", claims.get("client_id"))
        audience = named if isinstance(named, list) else [named]
        return any(each in self._authorizer.audience for each in audience)


def _invalid(reason: str) -> Refused:
    return Refused(f'Bearer scope="" error="invalid_token" error_description="{reason}"')
