"""The development issuer's sign-in: the code flow with PKCE, refreshing, client credentials.

It asks for no password: whoever reaches loopback is believed, as everywhere else in a csms up. What
it refuses is what other sites could do with a browser that is on this machine.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from api.http.roles import RANKS
from csms_tools.local.http_api import sign_in_page
from csms_tools.local.http_api.authorization_request import (
    CLIENT,
    Asked,
    BadRequest,
    Form,
    asked_for,
)
from csms_tools.local.http_api.issuer import Issuer

MACHINE = "csms-machine"
MACHINE_SECRET = "machine.secret"  # noqa: S105 (the file's name)
SCOPES = {f"role/{role}": role for role in RANKS}  # as those of the stack's own pool
LASTS = timedelta(hours=1)
_CODE_LASTS = timedelta(minutes=1)
_MOST = 1000  # that wait to be signed in, or to be redeemed


class OAuthError(Exception):
    """`code` as RFC 6749 §5.2 has it."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.code = code
        self.status = status


class SignIn:
    def __init__(
        self,
        issuer: Issuer,
        machine_secret: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._issuer = issuer
        self._machine_secret = machine_secret
        self._clock = clock
        self._waiting: dict[str, Asked] = {}  # by the ticket in the page's form
        self._codes: dict[str, Asked] = {}
        self._refreshing: dict[str, Asked] = {}
        self._known: dict[str, Asked] = {}  # by what their browsers remember them by

    @classmethod
    def open(cls, issuer: Issuer, folder: Path) -> "SignIn":
        """With the machine's secret that the folder has; it is made where there is none."""
        file = folder / MACHINE_SECRET
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(32))
        return cls(issuer, file.read_text())

    def page(self, query: Form) -> str:
        """Where an operator says who they are. Raises BadRequest."""
        ticket = secrets.token_urlsafe(32)
        self._keep(self._waiting, ticket, asked_for(query, self._clock()))
        return sign_in_page.drawn(ticket)

    def at_once(self, query: Form, remembered: str | None) -> str | None:
        """The address that the browser goes back to, if it remembers who signed in here.

        For the console of this very address alone, which forgets its tokens with the page; not
        where it is asked who it is (`prompt=login`). Raises BadRequest.
        """
        known = self._known.get(remembered or "")
        if known is None or query.get("prompt") == "login":
            return None
        asked = asked_for(query, self._clock())
        if not self._is_ours(asked.redirect):
            return None
        return self._back(asked, known.name, known.role)

    def remember(self, address: str) -> str | None:
        """What the browser that is sent there may remember its operator by, if it goes to us."""
        code = dict(parse_qsl(urlsplit(address).query)).get("code", "")
        if code not in self._codes or not self._is_ours(address):
            return None
        mark = secrets.token_urlsafe(32)
        self._keep(self._known, mark, self._codes[code])
        return mark

    def _is_ours(self, address: str) -> bool:
        issuer, place = urlsplit(self._issuer.terms.issuer), urlsplit(address)
        return (place.scheme, place.netloc) == (issuer.scheme, issuer.netloc)

    def decided(self, form: Form) -> str:
        """The address that the browser goes back to. Raises BadRequest."""
        asked = self._taken(self._waiting, form.get("ticket", ""))
        if asked is None:
            raise BadRequest("this page is over; sign in once more")
        return self._back(asked, form.get("name", "").strip(), form.get("role", ""))

    def _back(self, asked: Asked, name: str, role: str) -> str:
        back = {"state": asked.state, "iss": self._issuer.terms.issuer}
        if role not in RANKS or not name:
            told = "the operator did not sign in"
            back |= {"error": "access_denied", "error_description": told}
        else:
            code = secrets.token_urlsafe(32)
            until = self._clock() + _CODE_LASTS
            self._keep(self._codes, code, replace(asked, name=name, role=role, until=until))
            back |= {"code": code}
        separator = "&" if "?" in asked.redirect else "?"
        return f"{asked.redirect}{separator}{urlencode(back)}"

    def tokens(self, form: Form, basic: tuple[str, str] | None = None) -> dict[str, Any]:
        """Raises OAuthError."""
        match form.get("grant_type"):
            case "authorization_code":
                return self._of_code(form)
            case "refresh_token":
                asked = self._refreshing.get(form.get("refresh_token", ""))
                if asked is None or form.get("client_id") != CLIENT:
                    raise OAuthError("invalid_grant", "the refresh token is not valid")
                return self._given(asked.name, asked.role, None)
            case "client_credentials":
                return self._of_machine(form, basic)
        raise OAuthError("unsupported_grant_type", "this grant is not known here")

    def revoke(self, form: Form) -> None:
        self._refreshing.pop(form.get("token", ""), None)

    def _of_code(self, form: Form) -> dict[str, Any]:
        asked = self._taken(self._codes, form.get("code", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or form.get("client_id") != CLIENT
            or form.get("redirect_uri") != asked.redirect
            or not hmac.compare_digest(challenge.encode(), asked.challenge.encode())
        ):
            raise OAuthError("invalid_grant", "the code is not valid")
        refresh = secrets.token_urlsafe(32)
        self._keep(self._refreshing, refresh, asked)
        return {
            **self._given(asked.name, asked.role, asked.nonce),
            "refresh_token": refresh,
        }

    def _of_machine(self, form: Form, basic: tuple[str, str] | None) -> dict[str, Any]:
        name, secret = basic or (form.get("client_id", ""), form.get("client_secret", ""))
        if name != MACHINE or not hmac.compare_digest(
            secret.encode(), self._machine_secret.encode()
        ):
            raise OAuthError("invalid_client", "there is no such client", 401)
        role = SCOPES.get(form.get("scope", "role/operator"))
        if role is None:
            raise OAuthError("invalid_scope", f"the scope is none of {', '.join(SCOPES)}")
        given = self._given(MACHINE, role, None)
        del given["id_token"]
        return given

    def _given(self, name: str, role: str, nonce: str | None) -> dict[str, Any]:
        token = self._issuer.token(role, name=name, at=self._clock(), lasts=LASTS, nonce=nonce)
        return {
            "access_token": token,
            "id_token": token,
            "token_type": "Bearer",
            "expires_in": int(LASTS.total_seconds()),
        }

    def _keep(self, kept: dict[str, Asked], key: str, asked: Asked) -> None:
        kept[key] = asked
        while len(kept) > _MOST:
            del kept[next(iter(kept))]

    def _taken(self, kept: dict[str, Asked], key: str) -> Asked | None:
        asked = kept.pop(key, None)
        return asked if asked and asked.until > self._clock() else None
