"""`csms smoke`: does a deployment do what only a deployment can prove?"""

import asyncio
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

import click
from click.shell_completion import CompletionItem

from csms_tools.commands import Failed
from csms_tools.operator.options import Operator, operates

if TYPE_CHECKING:
    from csms_tools.smoke.results import Result
    from csms_tools.smoke.site import Site

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _wss(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    if given is None:
        return None
    try:
        parts = urlsplit(given)
        good = parts.scheme == "wss" and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or parts.query or parts.fragment:
        raise click.BadParameter(f"{given} is no wss address")
    return given


class CheckName(click.ParamType[str]):
    """The name of a check."""

    name = "check"

    def convert(self, value: Any, *_: object) -> str:
        from csms_tools.smoke.checks import CHECKS

        if value not in CHECKS:
            self.fail(f"{value!r} is none of {', '.join(CHECKS)}")
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from csms_tools.smoke.checks import CHECKS

        return [CompletionItem(each) for each in CHECKS if each.startswith(incomplete)]


@click.command()
@click.option("--url", required=True, callback=_wss, help="What charge points are given: wss://…")
@click.option("--ca", type=_FILE, help="Roots of the server (PEM) beside the system's.")
@click.option("--origin", callback=_wss, help="The WebSocket API's own address, behind the edge.")
@click.option(
    "--idle",
    type=click.FloatRange(0, 7000, min_open=True),
    default=5,
    show_default=True,
    help="Seconds of silence; 660 to see what ten minutes do.",
)
@click.option("--expired", type=_FILE, help="An expired certificate of our authority, and its key.")
@click.option("--password-url", callback=_wss, help="The host without mTLS, if there is one.")
@click.option("--only", type=CheckName(), multiple=True, help="This check; may be repeated.")
@operates
def smoke(
    operator: Operator,
    url: str,
    ca: Path | None,
    origin: str | None,
    idle: float,
    expired: Path | None,
    password_url: str | None,
    only: tuple[str, ...],
) -> None:
    """Check a deployment, on charge points and an id tag of its own, which it deletes at the end.

    The token must be that of an admin. The exit code is 0 if nothing has failed.
    """
    from csms_tools.smoke.checks import CHECKS
    from csms_tools.smoke.results import Result
    from csms_tools.smoke.site import Options, Site

    signal.signal(signal.SIGTERM, _terminated)
    operator.api.get("/audit", {"limit": 1})  # an admin's, as deleting is
    names = [name for name in CHECKS if not only or name in only]
    results: list[Result] = []
    site = Site(operator.api, Options(url, ca, origin, idle, expired, password_url))
    try:
        asyncio.run(_run(site, names, results, quiet=operator.as_json))
    except asyncio.CancelledError:
        _terminated()
    finally:
        signal.signal(signal.SIGTERM, _terminated)  # of which the loop takes its handler away
        left = site.clear()
        operator.api.close()
        for each in left:
            click.echo(f"left behind: {each}", err=True)
    failed = [one.name for one in results if one.status == "failed"]
    if operator.as_json:
        checks = [vars(one) for one in results]
        operator.output.document({"url": url, "checks": checks, "left": left})
    if failed or left:
        named = ", ".join([*failed, *(["clearing up"] if left else [])])
        raise Failed(f"not as it should be: {named}")


def _terminated(*_: object) -> NoReturn:
    sys.exit(128 + signal.SIGTERM)  # what was made goes, too


async def _run(site: "Site", names: list[str], results: "list[Result]", *, quiet: bool) -> None:
    from csms_tools.smoke.checks import result

    # an exception out of a handler of Python's might come in the middle of anybody's callback
    running = asyncio.current_task()
    assert running
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    width = max(map(len, names))
    for name in names:
        results.append(one := await result(name, site))
        if not quiet:
            click.echo(f"{one.status:<7}  {name:<{width}}  {one.detail}".rstrip())
