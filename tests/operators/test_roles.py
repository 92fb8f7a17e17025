"""Every operation, by every role and with every kind of bad token, through a real HTTP front."""

import base64
import hmac
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import ClientSession
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.app import ROLES, handler
from api.commands.openapi_paths import ANY
from api.http.roles import RANKS, Role, suffices
from csms_tools.local.http_api.issuer import Issuer
from csms_tools.local.stack.stack import Stack
from outbound import COMMANDS
from tests.csms_tools.local.http_api.support import TERMS, Function, front
from tests.support import ROOT, Context

ISSUER = {"OidcIssuer": TERMS.issuer, "OidcAudience": TERMS.audience}
ROUTES = dict(Stack.load(ROOT / "template.yaml", ISSUER).http_api.routes)
UNAUTHORIZED = '{"message":"Unauthorized"}'
STRANGERS_KEY = generate_private_key(65537, 2048)


def asked_for() -> list[tuple[str, str, Role]]:
    """Method, path and least role of each operation; the commands one by one."""
    found: list[tuple[str, str, Role]] = []
    for (method, path), least in ROLES.items():
        actions = COMMANDS if path == ANY else [""]
        for action in actions:
            named = path.replace("{action}", action)
            found.append((method, re.sub(r"\{\w+\}", "7", named), least))
    return found


OPERATIONS = asked_for()


def claims(**other: Any) -> dict[str, Any]:
    """Those of an admin, but for the others."""
    good = {
        "iss": TERMS.issuer,
        "aud": TERMS.audience,
        "sub": "Ada",
        "exp": int(time.time()) + 300,
        TERMS.role_claim: ["admin"],
    }
    return good | other


def signed(issuer: Issuer, said: dict[str, Any], key: RSAPrivateKey | None = None) -> str:
    [kid] = issuer.keys
    return jwt.encode(said, key or issuer._key, "RS256", headers={"kid": kid})


def unsigned(issuer: Issuer) -> str:
    [kid] = issuer.keys
    return f"{part({'alg': 'none', 'kid': kid})}.{part(claims())}."


def signed_with_the_public_key(issuer: Issuer) -> str:
    """By hand, for the library would not."""
    [kid] = issuer.keys
    pem = issuer._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    said = f"{part({'alg': 'HS256', 'kid': kid})}.{part(claims())}"
    signature = hmac.digest(pem, said.encode(), "sha256")
    return f"{said}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def part(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


BAD: dict[str, Callable[[Issuer], str | None]] = {
    "no token": lambda _: None,
    "expired": lambda issuer: signed(issuer, claims(exp=int(time.time()) - 60)),
    "not yet valid": lambda issuer: signed(issuer, claims(nbf=int(time.time()) + 60)),
    "wrong audience": lambda issuer: signed(issuer, claims(aud="elsewhere")),
    "another issuer": lambda issuer: signed(issuer, claims(iss="https://elsewhere.example")),
    "another issuer's key": lambda issuer: signed(issuer, claims(), STRANGERS_KEY),
    "no signature": unsigned,
    "the public key as a secret": signed_with_the_public_key,
}


@pytest.fixture
def function() -> Function:
    return Function(lambda event: handler(event, Context(29)))


@pytest.fixture
async def reached(
    tmp_path: Path, function: Function, cp1: str
) -> AsyncIterator[tuple[ClientSession, Issuer]]:
    async with front(tmp_path, function, ROUTES) as (client, issuer):
        client.headers.clear()
        yield client, issuer


async def asked(
    client: ClientSession, token: str | None, method: str, path: str
) -> tuple[int, str, str]:
    """Status, media type and text."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with client.request(method, path, headers=headers) as answer:
        return answer.status, answer.content_type, await answer.text()


@pytest.mark.parametrize("kind", BAD)
async def test_a_bad_token_is_as_good_as_none(
    reached: tuple[ClientSession, Issuer], function: Function, kind: str
) -> None:
    client, issuer = reached
    token = BAD[kind](issuer)
    for method, path, _ in OPERATIONS:
        answered = await asked(client, token, method, path)
        assert answered == (401, "application/json", UNAUTHORIZED), (method, path)
    assert function.events == []


@pytest.mark.parametrize("role", [None, *RANKS])
async def test_each_role_may_what_the_operation_says(
    reached: tuple[ClientSession, Issuer], role: Any
) -> None:
    client, issuer = reached
    token = signed(issuer, claims(**{TERMS.role_claim: ["others", role] if role else ["others"]}))
    for method, path, least in OPERATIONS:
        status, kind, text = await asked(client, token, method, path)
        if suffices(role, least):
            assert status not in (401, 403), (method, path)
            assert status < 500, (method, path, text)
        else:
            assert (status, kind) == (403, "application/problem+json"), (method, path)
            assert f"needs the role {least}" in text


async def test_nothing_else_is_open(reached: tuple[ClientSession, Issuer]) -> None:
    client, _ = reached
    assert {least for _, _, least in OPERATIONS} == set(RANKS)
    for method, path in [
        ("GET", "/nowhere"),
        ("POST", "/"),
        ("GET", "/consoles"),
        ("OPTIONS", "/"),
    ]:
        assert (await asked(client, None, method, path))[0] == 401
    assert (await asked(client, None, "OPTIONS", "/charge-points"))[0] == 403


@pytest.mark.parametrize(
    ("listed", "role"),
    [
        (["CSMS Viewers", "others"], "viewer"),
        (["CSMS", "Viewers"], None),
        (["Parking admin"], None),
        ("Parking admin", None),
        ("[Parking admin]", None),
        ("[admin]", None),
        (["Parking", "viewer"], "viewer"),
    ],
)
async def test_only_what_is_exactly_a_role_or_its_group_opens(
    listed: object,
    role: Any,
    reached: tuple[ClientSession, Issuer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ROLES_OF_GROUPS", "CSMS Viewers=viewer")
    client, issuer = reached
    token = signed(issuer, claims(**{TERMS.role_claim: listed}))
    wanted: list[tuple[str, Role]] = [("/charge-points", "viewer"), ("/audit", "admin")]
    for path, least in wanted:
        status, _, _ = await asked(client, token, "GET", path)
        assert (status == 200) is suffices(role, least), path
        assert status in (200, 403)
