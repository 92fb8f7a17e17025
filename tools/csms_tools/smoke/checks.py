"""All checks by name, in the order in which they run."""

import inspect
from collections.abc import Awaitable, Callable, Iterable

from csms_tools.smoke import actions, certificates, frames, handshakes, lifetime
from csms_tools.smoke.results import Broken, NotRun, Result
from csms_tools.smoke.site import Site

Check = Callable[[Site], Awaitable[str]]
"""Returns what it has seen. Raises Broken, NotRun, and whatever it has not foreseen."""


def _named(checks: Iterable[Check]) -> dict[str, Check]:
    return {check.__name__.replace("_", "-"): check for check in checks}


CHECKS: dict[str, Check] = {
    **_named(handshakes.CHECKS),
    **actions.CHECKS,
    **_named(frames.CHECKS),
    **_named(lifetime.CHECKS),
    **_named(certificates.CHECKS),
}


async def result(name: str, site: Site) -> Result:
    try:
        return Result(name, "ok", await CHECKS[name](site))
    except NotRun as reason:
        return Result(name, "not run", str(reason))
    except Broken as reason:
        return Result(name, "failed", str(reason))
    except Exception as error:  # of whatever kind, the other checks still tell something
        return Result(name, "failed", f"{type(error).__name__}: {error}")


def proves(name: str) -> str:
    """What the check of that name proves, in a sentence."""
    if name in actions.CHECKS:
        return actions.PROVES.format(name.removeprefix("action-"))
    return (inspect.getdoc(CHECKS[name]) or "").partition("\n")[0]
