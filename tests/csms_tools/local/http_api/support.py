"""A front on a port of loopback: an issuer, and a function that is a line of a test."""

import base64
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from api.http.roles import Role
from csms_tools.local.http_api.front import LARGEST, Front
from csms_tools.local.http_api.issuer import Issuer, Terms
from csms_tools.local.http_api.tokens import Tokens
from csms_tools.local.stack.http_routes import HttpApi, JwtAuthorizer, Route

TERMS = Terms("http://127.0.0.1:8080/@issuer", "csms", "cognito:groups")
AUTHORIZER = JwtAuthorizer(TERMS.issuer, (TERMS.audience,))

ROUTES = {
    "GET /docs": Route("GET /docs", "Api", None),
    "ANY /open": Route("ANY /open", "Api", None),
    "OPTIONS /{proxy+}": Route("OPTIONS /{proxy+}", "Api", None),
    "$default": Route("$default", "Api", AUTHORIZER),
}


VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode()
BACK = "http://localhost:8250/"
ASKED = {
    "response_type": "code",
    "client_id": "csms",
    "redirect_uri": BACK,
    "state": "a state",
    "code_challenge": CHALLENGE.rstrip("="),
    "code_challenge_method": "S256",
    "nonce": "a nonce",
}
CONSOLE = "http://127.0.0.1:8080/console/signed-in"
AT_THE_CONSOLE = ASKED | {"redirect_uri": CONSOLE}


@dataclass
class Function:
    """Keeps its events; `does` is what it does with one, at first give it back."""

    does: Callable[[dict[str, Any]], Any] = field(
        default=lambda event: {"statusCode": 200, "body": "done"}
    )
    events: list[dict[str, Any]] = field(default_factory=list)

    async def invoke(self, function_id: str, event: dict[str, Any]) -> Any:
        assert function_id == "Api"
        self.events.append(event)
        return self.does(event)


def token(issuer: Issuer, role: Role = "operator", at: datetime | None = None) -> str:
    lasts = timedelta(minutes=5)
    return issuer.token(role, name="Ada", at=at or datetime.now(UTC), lasts=lasts)


@asynccontextmanager
async def front(
    folder: Path, function: Function, routes: dict[str, Route] = ROUTES
) -> AsyncIterator[tuple[ClientSession, Issuer]]:
    """A client that has a token already, and the issuer."""
    issuer = Issuer.open(folder, TERMS)
    tokens = {AUTHORIZER: Tokens(issuer.keys, AUTHORIZER)}
    app = web.Application(client_max_size=LARGEST)
    app.add_routes(
        [web.route("*", "/{path:.*}", Front(HttpApi("api", routes), function, tokens).answer)]
    )
    runner = web.AppRunner(app, auto_decompress=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0]
        bearer = {"Authorization": f"Bearer {token(issuer)}"}
        async with ClientSession(f"http://{host}:{port}", headers=bearer) as client:
            yield client, issuer
    finally:
        await runner.cleanup()
