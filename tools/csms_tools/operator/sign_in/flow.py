"""How tokens are come by: the code flow with PKCE (RFC 7636), and what makes the next ones."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from time import time

from csms_tools.commands import NoAccess
from csms_tools.operator.profiles import Client
from csms_tools.operator.sign_in import kept
from csms_tools.operator.sign_in.kept import Place, Tokens
from csms_tools.operator.sign_in.provider import Provider, Refused

SCOPE = "openid email profile"
_EARLY = 60.0  # seconds before its end a token is got anew


def signed_in(client: Client, show: Callable[[str], None], patience: float) -> Tokens:
    """`show` brings the address to the operator. Raises NoAccess, NoAnswer, Failed, Wrong."""
    from csms_tools.operator.sign_in.callback import Callback

    provider = Provider.of(client)
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    with Callback(client.callback, state, client.issuer) as callback:
        show(
            provider.address(
                response_type="code",
                client_id=client.id,
                redirect_uri=client.callback,
                scope=client.scope or SCOPE,
                state=state,
                nonce=nonce,
                code_challenge=challenge.decode().rstrip("="),
                code_challenge_method="S256",
            )
        )
        code = callback.code(patience)
    return provider.tokens(
        nonce,
        grant_type="authorization_code",
        code=code,
        redirect_uri=client.callback,
        code_verifier=verifier,
    )


def of_a_machine(client: Client) -> Tokens:
    """By client credentials (RFC 6749 §4.4). Raises NoAccess, NoAnswer, Failed, Wrong."""
    scope = {"scope": client.scope} if client.scope else {}
    return Provider.of(client).tokens(grant_type="client_credentials", **scope)


class Lasting:
    """The token of a sign-in: asked again, or shortly before it ends, a fresh one."""

    def __init__(self, place: Place, client: Client) -> None:
        self._place = place
        self._client = client
        self._had: str | None = None

    def __call__(self) -> str:
        """Raises NoAccess, NoAnswer, Failed, Wrong."""
        tokens = self._good()
        if tokens is None:
            with kept.locked():
                tokens = self._good() or self._renewed()  # another program may have been faster
        self._had = tokens.sent
        return tokens.sent

    def _good(self) -> Tokens | None:
        tokens = self._kept()
        if tokens and tokens.sent != self._had and tokens.ends > time() + _EARLY:
            return tokens
        return None

    def _kept(self) -> Tokens | None:
        tokens = kept.find(self._place)
        return tokens if tokens and tokens.are_of(self._client) else None

    def _renewed(self) -> Tokens:
        if self._client.secret:
            tokens = of_a_machine(self._client)
        else:
            tokens = self._refreshed(self._kept())
        kept.keep(self._place, tokens)
        return tokens

    def _refreshed(self, had: Tokens | None) -> Tokens:
        if had and had.refresh:
            try:
                return Provider.of(self._client).tokens(
                    grant_type="refresh_token", refresh_token=had.refresh
                )
            except Refused as refused:
                if refused.code != "invalid_grant":
                    raise
        kept.forget(self._place)
        profile = f" --profile {self._place.profile}" if self._place.profile else ""
        raise NoAccess(f"the sign-in at {self._place} has ended: csms login{profile}")
