"""`csms up`: the runtime between its first line and the signal that ends it."""

import asyncio
import gc
import os
import resource
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any, TypeVar

import uvloop

from csms_tools.folding import hanging, room
from csms_tools.local.exclusive import HOST
from csms_tools.local.live_line import live
from csms_tools.local.options import Options
from csms_tools.local.runtime import Runtime
from csms_tools.local.seed import DEMO, ChargePoint, Outcome, SeedFile

T = TypeVar("T")

LOCAL = f"http://{HOST}:{Options.api_port}"  # where commands go if nothing else is said
INDENT = 7  # columns before what is announced
MOST_TOLD = 10  # lines about what a seed has left


def up(options: Options) -> int:
    """Returns the exit code; raises what a Runtime raises."""
    _allow_many_sockets()
    return uvloop.run(_up(options))


async def _up(options: Options) -> int:
    told = asyncio.Event()
    last: list[Callable[[], None]] = []
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(each, _tell, told, last)
    async with Runtime(options) as runtime:
        last.append(runtime.forget)
        if await _until(told, runtime.start()) is None:
            return 0
        gc.freeze()  # what has been imported stays: no collection looks at it while sockets wait
        gc.collect()  # from here on what has gone since is a large part of what there is
        lines = [hanging(line, INDENT, room()) for line in _announcement(runtime)]
        print(*lines, "ready", sep="\n", flush=True)
        # as JSON, functions write to the terminal by themselves
        wanted = not (options.log_as_json and sys.stderr.isatty())
        async with live(lambda: runtime.at_a_glance, wanted=wanted):
            ended = await _until(told, runtime.ended())
        if ended is None:
            if options.permissions:
                print(*unused_permissions(await runtime.unused_permissions()), sep="\n", flush=True)
            return 0
        print(f"csms: {ended.result()} has ended by itself", file=sys.stderr, flush=True)
        return 1


def _tell(told: asyncio.Event, last: Sequence[Callable[[], None]]) -> None:
    if told.is_set():
        for each in last:
            each()
        os._exit(1)  # asked a second time; our children notice that we are gone
    told.set()


async def _until(told: asyncio.Event, work: Coroutine[Any, Any, T]) -> asyncio.Task[T] | None:
    """The work when it is done; None, and it is cancelled, if we are told to stop before."""
    doing = asyncio.create_task(work)
    waiting = asyncio.create_task(told.wait())
    await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if doing.done():
        doing.result()
        return doing
    doing.cancel()
    await asyncio.gather(doing, return_exceptions=True)
    return None


def _announcement(runtime: Runtime) -> Iterator[str]:
    ports, options = runtime.ports, runtime.options
    yield f"ws     ws://{HOST}:{ports['ws']}/ocpp/{{id}}"
    yield f"wss    wss://{HOST}:{ports['wss']}/ocpp/{{id}}"
    yield f"ca     {runtime.keys.credentials.ca}"
    yield f"api    {runtime.api_url}"
    yield f"data   {options.data or 'kept until the end; --data DIR keeps it for longer'}"
    if runtime.seeded is None:
        yield "seed   none; the demo goes into an empty store only"
    elif options.seed.path == DEMO:
        yield "seed   the demo, for want of --seed FILE:"
        yield from _demo(options.seed)
    else:
        yield f"seed   {options.seed.path}: {_made(runtime.seeded)}"
        yield from _left(runtime.seeded.left)
    yield f"page   {runtime.api_url}/docs"
    yield f"open   {runtime.api_url}/console/"
    if runtime.api_url != LOCAL:
        yield f"set    export CSMS_API={runtime.api_url}"


def unused_permissions(unused: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    yield f"permissions that no function has used: {len(unused)}"
    widths = [max((len(one[place]) for one in unused), default=0) for place in (0, 1)]
    for function, action, where in sorted(unused):
        yield f"       {function:{widths[0]}}  {action:{widths[1]}}  {where}"


def _made(outcome: Outcome) -> str:
    made = [
        f"{number} {name}{'' if number == 1 else 's'}"
        for number, name in ((outcome.charge_points, "charge point"), (outcome.id_tags, "id tag"))
        if number
    ]
    return f"{' and '.join(made)} made" if made else "nothing to make"


def _left(left: Sequence[str]) -> Iterator[str]:
    for sentence in left[:MOST_TOLD]:
        yield f"       {sentence}"
    if len(left) > MOST_TOLD:
        yield f"       and {len(left) - MOST_TOLD} more; the audit trail names them"


def _demo(demo: SeedFile) -> Iterator[str]:
    for point in demo.seed.charge_points:
        yield f"       {_described(point)}"
    yield f"       id tags {', '.join(tag.id_tag for tag in demo.seed.id_tags)}"


def _described(point: ChargePoint) -> str:
    """With the password: only ever for the demo, whose passwords are public."""
    told = f"{point.id}  security profile {point.security_profile}"
    return f"{told}, password {point.password}" if point.password else told


def _allow_many_sockets() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
