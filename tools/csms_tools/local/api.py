"""The listener for everything that is no charge point: @connections, and how things stand."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from csms_tools.local.gateway import Gateway, management_routes

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Health = Callable[[], dict[str, Any]]


def application(gateway: Gateway, health: Health) -> web.Application:
    async def get_health(request: web.Request) -> web.Response:
        return web.json_response(health())

    api = web.Application(middlewares=[_problems])
    api.add_routes([web.get("/health", get_health), *management_routes(gateway)])
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
