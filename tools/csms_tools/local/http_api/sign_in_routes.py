"""Where the development issuer's sign-in is found, below /@issuer."""

import base64
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from csms_tools.local.http_api.authorization_request import BadRequest
from csms_tools.local.http_api.sign_in import OAuthError, SignIn

_LOOPBACK = ("127.0.0.1", "localhost")
_PAGE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}
_COOKIE = "csms-desk"
_TOKENS = {"Cache-Control": "no-store", "Pragma": "no-cache"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def sign_in_routes(sign_in: SignIn) -> list[web.RouteDef]:
    async def page(request: web.Request) -> web.Response:
        at_once = sign_in.at_once(request.query, request.cookies.get(_COOKIE))
        if at_once is not None:
            return web.Response(status=303, headers={**_PAGE, "Location": at_once})
        text = sign_in.page(request.query)
        return web.Response(text=text, content_type="text/html", headers=_PAGE)

    async def decided(request: web.Request) -> web.Response:
        address = sign_in.decided(await _form(request))
        answer = web.Response(status=303, headers={**_PAGE, "Location": address})
        if mark := sign_in.remember(address):
            answer.set_cookie(_COOKIE, mark, path="/@issuer", httponly=True, samesite="Lax")
        return answer

    async def tokens(request: web.Request) -> web.Response:
        try:
            given = sign_in.tokens(await _form(request), _basic(request))
        except OAuthError as error:
            told = {"error": error.code, "error_description": str(error)}
            return web.json_response(told, status=error.status, headers=_TOKENS)
        return web.json_response(given, headers=_TOKENS)

    async def revoked(request: web.Request) -> web.Response:
        sign_in.revoke(await _form(request))
        return web.Response()

    return [
        web.get("/@issuer/authorize", _here(page), allow_head=False),
        web.post("/@issuer/authorize", _here(decided)),
        web.post("/@issuer/token", _here(tokens)),
        web.post("/@issuer/revoke", _here(revoked)),
    ]


def _here(handler: Handler) -> Handler:
    """For names of this machine alone: another site's may be made to lead here (DNS rebinding)."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if urlsplit(f"//{request.host}").hostname not in _LOOPBACK:
            return web.Response(status=400, text="this is not the name of this machine\n")
        origin = request.headers.get("Origin", "null")
        if origin != "null" and urlsplit(origin).hostname not in _LOOPBACK:
            return web.Response(status=400, text="another site may not ask this\n")
        try:
            return await handler(request)
        except BadRequest as error:
            return web.Response(status=400, text=f"{error}\n", headers=_PAGE)

    return answer


async def _form(request: web.Request) -> dict[str, str]:
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _basic(request: web.Request) -> tuple[str, str] | None:
    kind, _, rest = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(rest, validate=True).decode().partition(":")
    except ValueError:
        return None
    return name, secret
