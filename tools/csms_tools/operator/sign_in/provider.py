"""An issuer of tokens: OpenID Connect Discovery, and what RFC 6749 and RFC 7009 ask of it."""

from dataclasses import dataclass
from time import time
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from csms_tools.commands import Failed, NoAccess, NoAnswer, Wrong
from csms_tools.operator.profiles import LOOPBACK, Client
from csms_tools.operator.sign_in.claims import claims_of
from csms_tools.operator.sign_in.kept import Tokens
from csms_tools.operator.texts import visible

PATIENCE = 15.0  # seconds
_SHORT = 300.0  # seconds that a token is taken to last whose issuer does not say

Document = dict[str, Any]


class Refused(NoAccess):
    """The issuer gives no token; `code` is its word for why (RFC 6749 §5.2)."""

    def __init__(self, issuer: str, code: str, description: str | None) -> None:
        told = " ".join(f"{code}: {description}".split() if description else [code])
        super().__init__(f"{issuer} refused: {visible(told)}")
        self.code = code


@dataclass(frozen=True)
class Provider:
    client: Client
    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str | None

    @classmethod
    def of(cls, client: Client) -> "Provider":
        """Raises Wrong, NoAnswer."""
        issuer = _safe(client.issuer)
        address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        answer = _answered(issuer, "GET", address)
        described = _document(answer)
        if not answer.is_success or described.get("issuer") != issuer:
            raise Wrong(f"{issuer} is not an OpenID Connect issuer, or goes by another name")
        try:
            return cls(
                client,
                _safe(str(described["authorization_endpoint"])),
                _safe(str(described["token_endpoint"])),
                _safe(str(each)) if (each := described.get("revocation_endpoint")) else None,
            )
        except KeyError as error:
            raise Wrong(f"{issuer} names no {error.args[0]}") from error

    def address(self, **query: str) -> str:
        """Where an operator signs in."""
        separator = "&" if "?" in self.authorization_endpoint else "?"
        return f"{self.authorization_endpoint}{separator}{urlencode(query)}"

    def tokens(self, nonce: str | None = None, **form: str) -> Tokens:
        """By a grant; with a `nonce`, for it alone. Raises Refused, Failed, NoAnswer."""
        client = self.client
        given = self._asked(self.token_endpoint, form)
        if nonce is not None:
            _judge(given.get("id_token"), client, nonce)
        name = "access_token" if client.secret or client.access_token else "id_token"
        sent, refresh = given.get(name), given.get("refresh_token") or form.get("refresh_token")
        if not isinstance(sent, str):
            raise Failed(f"{client.issuer} gave no {name}")
        try:
            lasts = float(given.get("expires_in", _SHORT))
        except (TypeError, ValueError):
            lasts = _SHORT
        return Tokens(client.issuer, client.id, sent, time() + lasts, refresh)

    def revoke(self, refresh: str) -> None:
        """Raises Refused, NoAnswer."""
        if self.revocation_endpoint:
            self._asked(self.revocation_endpoint, {"token": refresh})

    def _asked(self, endpoint: str, form: Document) -> Document:
        client = self.client
        by = {"auth": (client.id, client.secret)} if client.secret else {}
        named = {} if client.secret else {"client_id": client.id}
        answer = _answered(client.issuer, "POST", endpoint, data=form | named, **by)
        document = _document(answer)
        if answer.is_success:
            return document
        if answer.is_server_error:
            raise NoAnswer(f"{client.issuer} answered {answer.status_code}")
        code = document.get("error", f"{answer.status_code} {answer.reason_phrase}")
        raise Refused(client.issuer, str(code), document.get("error_description"))


def _answered(issuer: str, method: str, url: str, **what: Any) -> httpx.Response:
    try:
        return httpx.request(method, url, timeout=PATIENCE, **what)
    except httpx.TimeoutException as error:
        raise NoAnswer(f"{issuer} did not answer in time") from error
    except (httpx.TransportError, httpx.InvalidURL) as error:
        raise NoAnswer(f"nothing answers at {issuer}: {error}") from error


def _document(answer: httpx.Response) -> Document:
    """Empty if it is none."""
    try:
        document = answer.json()
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _judge(token: object, client: Client, nonce: str) -> None:
    """What OpenID Connect asks of an ID token that came from the issuer itself (§3.1.3.7).

    Its signature is not looked at: TLS has proved whose it is. Raises Failed.
    """
    claims = claims_of(token if isinstance(token, str) else "")
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    for name, good in (
        ("iss", claims.get("iss") == client.issuer),
        ("aud", client.id in named),
        ("nonce", claims.get("nonce") == nonce),
    ):
        if not good:
            raise Failed(f"the token of {client.issuer} is not for this sign-in: its {name} is not")


def _safe(url: str) -> str:
    """Raises Wrong for an address that would be spoken to in the clear, but on this machine."""
    try:
        parts = urlsplit(url)
        host, scheme = parts.hostname, parts.scheme
    except ValueError:
        host, scheme = None, ""
    if not host or not (scheme == "https" or (scheme == "http" and host in LOOPBACK)):
        raise Wrong(f"{url}: not an https address")
    return url
