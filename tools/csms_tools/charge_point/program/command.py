"""`csms simulate`: charge points against any central system that speaks OCPP 1.6-J."""

import asyncio
import signal
import ssl
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import click
from rich.console import Console

from csms_tools.charge_point.body.files import HttpFiles
from csms_tools.charge_point.charge_point import ChargePoint
from csms_tools.charge_point.clock import WorldClock
from csms_tools.charge_point.conversation.handshake import Access, key_bytes, tls
from csms_tools.charge_point.program.keys import keyboard
from csms_tools.charge_point.program.progress import plain, summary, watch
from csms_tools.charge_point.program.simulate import Plan, Simulated, run_all
from csms_tools.charge_point.settings import Quirk, Settings

REFUSED = 1
TAGS = ["TAG-ACCEPTED"]
"""One of those that `csms up` begins with."""
DRIVER_ARRIVES_AFTER = 5.0
SCALE = click.FloatRange(0.01)
FILE = click.Path(exists=True, dir_okay=False, readable=True)


def _url(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("ws", "wss") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no port
        good = False
    if not good:
        raise click.BadParameter("it begins with ws:// or wss://, a host and perhaps a port")
    return value


def _settings(_: click.Context, __: click.Parameter, pairs: Sequence[str]) -> dict[str, str]:
    split = [pair.partition("=") for pair in pairs]
    if wrong := next((key for key, sign, _ in split if not (key and sign)), None):
        raise click.BadParameter(f"{wrong}: write KEY=VALUE")
    return {key: value for key, _, value in split}


def identities(name: str, count: int) -> list[str]:
    """`CP` becomes CP-1, CP-2 and so on where there are several; {n} says where the number goes."""
    if "{n}" in name:
        return [name.replace("{n}", str(number)) for number in range(1, count + 1)]
    return [name] if count == 1 else [f"{name}-{number}" for number in range(1, count + 1)]


@click.command("simulate")
@click.option("--url", required=True, callback=_url, help="Up to the identity: ws://host:port/ocpp")
@click.option("--wss-url", callback=_url, help="Where it goes at security profiles 2 and 3.")
@click.option("--id", "name", required=True, help="Identity; {n} becomes the number.")
@click.option("--count", default=1, type=click.IntRange(1), help="How many charge points.")
@click.option("--connectors", default=1, type=click.IntRange(1), help="Of each of them.")
@click.option(
    "--sessions",
    type=click.IntRange(0),
    help="Of each, then it ends; without, never. 0: cars come with remote starts alone.",
)
@click.option("--id-tag", "tags", multiple=True, default=TAGS, help="Repeat for several.")
@click.option("--duration", default=120.0, help="Seconds that a car stays, more or less.")
@click.option("--password", help="Basic authentication: text, or 32 to 40 hex digits.")
@click.option("--ca", type=FILE, help="Root certificates of the central system (PEM).")
@click.option("--cert", type=FILE, help="The charge point's own certificate (PEM).")
@click.option("--key", type=FILE, help="Its key (PEM).")
@click.option("--serial", help="Serial number, the CN of its certificate.")
@click.option(
    "--quirk",
    "quirks",
    multiple=True,
    type=click.Choice([quirk.value for quirk in Quirk]),
    help="How it departs from the usual; repeat for several.",
)
@click.option("--set", "keys", multiple=True, callback=_settings, help="Configuration: KEY=VALUE.")
@click.option(
    "--files-at",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="Of firmware and logs, beyond loopback.",
)
@click.option("--faulty", is_flag=True, help="The last of them misbehaves.")
@click.option("--time-scale", default=1.0, type=SCALE, help="60: an hour in a minute.")
@click.option("--seed", type=int, help="Makes a run like another one.")
@click.pass_context
def simulate(context: click.Context, /, **options: Any) -> None:
    """Charge points that behave: they boot, charge, answer every command, and come back.

    Ends by itself after --sessions, or with Ctrl-C. Exit code 1: a charge point was refused.
    On a terminal the key of a number, 1 to 9, pulls that charge point's network cable.
    """
    fleet = _fleet(options)
    context.exit(asyncio.run(_run(fleet)))


def _fleet(options: dict[str, Any]) -> list[Simulated]:
    names, clock = identities(options["name"], options["count"]), WorldClock(options["time_scale"])
    if options["cert"] and not options["key"]:
        raise click.UsageError("--cert needs --key")
    settings = Settings(
        connectors=options["connectors"],
        serial_number=options["serial"],
        configuration=options["keys"],
        driver_arrives_after=DRIVER_ARRIVES_AFTER,
        endpoints=dict.fromkeys((2, 3), options["wss_url"]) if options["wss_url"] else {},
        quirks=frozenset(map(Quirk, options["quirks"])),
    )
    fleet = []
    for place, name in enumerate(names):
        password = options["password"]
        access = Access(
            options["url"],
            name,
            password=None if password is None else key_bytes(password),
            ca=options["ca"],
            certificate=options["cert"],
            key=options["key"],
        )
        plan = Plan(
            tags=options["tags"],
            sessions=options["sessions"],
            duration=options["duration"],
            faulty=options["faulty"] and place == len(names) - 1,
        )
        seed = None if options["seed"] is None else options["seed"] + place
        try:
            tls(access)
            cp = ChargePoint(
                access,
                settings,
                clock=clock,
                seed=seed,
                strict=False,
                files=HttpFiles(options["hosts"]),
            )
        except (ssl.SSLError, OSError) as error:
            raise click.UsageError(f"certificate or key: {error}") from error
        except KeyError as error:
            raise click.UsageError(f"--set: there is no key {error}") from error
        fleet.append(Simulated(cp, plan))
    return fleet


async def _run(fleet: list[Simulated]) -> int:
    console, stop = Console(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    watching = asyncio.create_task(watch(fleet, console, keyboard()))
    try:
        await run_all(fleet, stop)
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    plain(console, summary(fleet))
    for one in fleet:
        if one.turned_away:
            reason = one.refused or "registration Rejected"
            click.echo(f"{one.cp.identity}: refused: {reason}", err=True)
    return REFUSED if any(one.turned_away for one in fleet) else 0
