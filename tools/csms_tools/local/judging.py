"""How the processes that stand for AWS learn what functions may do, and tell what they did."""

from collections.abc import Iterable

from aiohttp import web

from csms_tools.local.json_api import JsonApi
from csms_tools.local.permissions.judge import Judge, Used

CONTROL = "Local"  # no service of AWS


async def told_to_judge(endpoint: str, judge: Judge) -> None:
    """From now on the service there refuses what a policy does not list. Raises ServiceError."""
    async with JsonApi(endpoint, CONTROL) as control:
        await control.call("Judge", judge.document())


async def used(endpoint: str) -> Used:
    """What functions were allowed there so far."""
    async with JsonApi(endpoint, CONTROL) as control:
        return {(of, what, where) for of, what, where in (await control.call("Used", {}))["used"]}


async def used_anywhere(judge: Judge, *endpoints: str) -> Used:
    """What was asked for since all this runs."""
    return judge.used.union(*[await used(endpoint) for endpoint in endpoints])


async def unused(judge: Judge, *endpoints: str) -> list[tuple[str, str, str]]:
    """What policies list and nobody has asked for, since all this runs."""
    return judge.unused(await used_anywhere(judge, *endpoints))


def permission_routes(judge: Judge, *endpoints: str) -> list[web.RouteDef]:
    async def told(_: web.Request) -> web.Response:
        so_far = await used_anywhere(judge, *endpoints)
        found = {"used": so_far, "unused": judge.unused(so_far)}
        return web.json_response({name: _named(which) for name, which in found.items()})

    return [web.get("/@runtime/permissions", told)]


def _named(permissions: Iterable[tuple[str, str, str]]) -> list[dict[str, str]]:
    names = ("function", "action", "resource")
    return [dict(zip(names, one, strict=True)) for one in sorted(permissions)]
