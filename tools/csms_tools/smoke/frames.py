"""Frames that no action's route takes, and commands from the API."""

import asyncio

from csms_tools.operator.client import path
from csms_tools.smoke.results import must
from csms_tools.smoke.site import Site


async def unknown_action(site: Site) -> str:
    """An action without a route is answered NotImplemented, or NotSupported if it is ours."""
    async with site.line(await site.talking()) as line:
        for action, expected in (("Nonsense", "NotImplemented"), ("Reset", "NotSupported")):
            kind, _, code, *_ = await line.reply(action, {})
            must((kind, code) == (4, expected), f"{action} was answered {code}, not {expected}")
    return "NotImplemented and NotSupported"


async def reserved_routes(site: Site) -> str:
    """A frame whose action is `$connect`, `$disconnect` or `$default` is answered as any other."""
    async with site.line(await site.talking()) as line:
        for route in ("$connect", "$disconnect", "$default"):
            kind, _, code, *_ = await line.reply(route, {})
            expected = (4, "NotImplemented")
            must((kind, code) == expected, f"{route} was answered {code}, not NotImplemented")
        await line.beats()
    return "NotImplemented"


async def no_json(site: Site) -> str:
    """A frame that is no JSON is not answered, and does no harm."""
    async with site.line(await site.talking()) as line:
        await line.socket.send("this is no JSON")
        milliseconds = await line.beats()
    return f"the next is answered in {milliseconds} ms"


async def command(site: Site) -> str:
    """A command of the API reaches the charge point, and its answer comes back."""
    said = {"configurationKey": [{"key": "Smoke", "readonly": False, "value": "rising"}]}
    guest = await site.talking()
    async with site.line(guest) as line:
        where = path("charge-points", guest.id, "commands", "GetConfiguration")
        asking = asyncio.create_task(
            site.ask("POST", where, query={"wait": 25}, body={"key": ["Smoke"]})
        )
        unique_id, payload = await line.called("GetConfiguration")
        must(payload == {"key": ["Smoke"]}, f"its payload came as {payload}")
        await line.send(3, unique_id, said)
        told = await asking
    must(told["status"] == "Answered", f"it ended as {told['status']}")
    must(told["response"] == said, f"the answer came as {told['response']}")
    return str(told["status"])


CHECKS = (unknown_action, reserved_routes, no_json, command)
