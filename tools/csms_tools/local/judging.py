"""How the processes that stand for AWS learn what functions may do, and tell what they did."""

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


async def unused(judge: Judge, *endpoints: str) -> list[tuple[str, str, str]]:
    """What policies list and nobody has asked for, since all this runs."""
    return judge.unused(judge.used.union(*[await used(endpoint) for endpoint in endpoints]))


def permission_routes(judge: Judge, *endpoints: str) -> list[web.RouteDef]:
    async def told(_: web.Request) -> web.Response:
        names = ("function", "action", "resource")
        found = await unused(judge, *endpoints)
        return web.json_response({"unused": [dict(zip(names, one, strict=True)) for one in found]})

    return [web.get("/@runtime/permissions", told)]
