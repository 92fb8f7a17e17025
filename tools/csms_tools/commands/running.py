"""The running `csms up` that a command speaks to."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from csms_tools.commands import NoAnswer, Wrong

F = TypeVar("F", bound=Callable[..., Any])

LOCAL = "http://127.0.0.1:8080"


def api_option(command: F) -> F:
    return click.option(
        "--api",
        envvar="CSMS_API",
        default=LOCAL,
        show_default=True,
        help="The running csms up; or CSMS_API.",
    )(command)


def state_of(api: str) -> dict[str, Any]:
    """What the running csms up tells of itself. Raises Wrong, NoAnswer."""
    import urllib.request

    if not api.startswith(("http://", "https://")):
        raise Wrong(f"{api}: not an http address")
    try:
        with urllib.request.urlopen(f"{api.rstrip('/')}/@runtime", timeout=5) as answer:  # noqa: S310 (seen to)
            state: dict[str, Any] = json.load(answer)
    except (OSError, ValueError) as error:
        raise NoAnswer(
            f"no csms up answers at {api}: csms up starts one, --api or CSMS_API says where it is"
        ) from error
    return state
