"""The listener that is no charge point's: the operators' API, and our own words.

Ours begin with /@, which no path of the API does: /@runtime tells how things stand, /@issuer is the
development issuer, /@s3 what functions ask of S3. Lambda's Invoke has AWS's own path, and wants
the role of a state machine. /files/ is where files are, in the cloud on the charge points' host.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiohttp import web

from csms_tools.local.http_api.front import LARGEST, Front
from csms_tools.local.http_api.issuer import Issuer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
State = Callable[[], dict[str, Any]]


def application(
    front: Front,
    issuer: Issuer,
    state: State,
    others: Iterable[web.RouteDef] = (),
) -> web.Application:
    def told(tell: State) -> Handler:
        async def answer(request: web.Request) -> web.Response:
            return web.json_response(tell())

        return answer

    api = web.Application(middlewares=[_problems], client_max_size=LARGEST)
    api.add_routes(
        [
            web.get("/@runtime", told(state)),
            web.get("/@issuer/.well-known/openid-configuration", told(issuer.description)),
            web.get("/@issuer/.well-known/jwks.json", told(issuer.key_set)),
            *others,
            web.route("*", "/{path:(?!@)(?s:.*)}", front.answer),
        ]
    )
    return api


@web.middleware
async def _problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors of aiohttp's own as application/problem+json (RFC 9457)."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        return web.json_response(
            {"title": error.reason, "status": error.status, "instance": request.path},
            status=error.status,
            content_type="application/problem+json",
        )
