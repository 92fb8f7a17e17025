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


def permission_routes(judge: Judge, *endpoints: str) -> list[web.RouteDef]:
    """What policies list and nobody has asked for, since all this runs."""

    async def unused(_: web.Request) -> web.Response:
        so_far = judge.used.union(*[await used(endpoint) for endpoint in endpoints])
        names = ("function", "action", "resource")
        return web.json_response(
            {"unused": [dict(zip(names, one, strict=True)) for one in judge.unused(so_far)]}
        )

    return [web.get("/@runtime/permissions", unused)]
