"""The running `csms up` that a command speaks to."""

import json
import urllib.request
from collections.abc import Callable
from typing import Any, TypeVar

import click

from csms_tools.commands import Failed, Wrong
from csms_tools.local.store_access import point_store_at

F = TypeVar("F", bound=Callable[..., Any])


def api_option(command: F) -> F:
    return click.option(
        "--api", default="http://127.0.0.1:8080", show_default=True, help="The running csms up."
    )(command)


def reach_store(api: str) -> None:
    """Let csms.store, which must not be imported yet, speak to its tables. Raises Wrong, Failed."""
    if not api.startswith(("http://", "https://")):
        raise Wrong(f"--api {api}: not an http address")
    try:
        with urllib.request.urlopen(f"{api}/health", timeout=5) as answer:  # noqa: S310 (seen to)
            health = json.load(answer)
    except (OSError, ValueError) as error:
        raise Failed(f"no csms up answers at {api}") from error
    point_store_at(health["awsEndpoint"], health["region"], health["tables"])
