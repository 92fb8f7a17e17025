"""What operators may set for a thing, as options of the commands that create and change it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from csms_tools.commands import Wrong

F = TypeVar("F", bound=Callable[..., Any])

REGISTRATION = click.Choice(["Accepted", "Pending", "Rejected"])


@dataclass(frozen=True)
class Setting:
    """`name`: in the API; `removable`: it may be taken away again."""

    name: str
    option: str
    help: str
    type: click.ParamType[Any] = click.STRING
    removable: bool = False
    required: bool = False

    @property
    def parameter(self) -> str:
        return self.option.replace("-", "_")


def settable(*settings: Setting, removal: bool = False) -> Callable[[F], F]:
    """Gives the command `given`: what was named, as the body of a request has it.

    `removal` is for a command that changes: it can take things away, and something has to be named.
    """

    def decorate(command: F) -> F:
        @wraps(command)
        def run(*words: Any, **options: Any) -> Any:
            given: dict[str, object] = {}
            for setting in settings:
                value = options.pop(setting.parameter)
                if value is not None:
                    given[setting.name] = value
                if options.pop(f"no_{setting.parameter}", False):
                    if value is not None:
                        raise Wrong(f"--{setting.option} or --no-{setting.option}? One of them")
                    given[setting.name] = None
            if removal and not given:
                raise Wrong("nothing to change has been named")
            return command(*words, given=given, **options)

        for setting in reversed(settings):
            if removal and setting.removable:
                words = f"Take away --{setting.option}."
                run = click.option(f"--no-{setting.option}", is_flag=True, help=words)(run)
            if setting.type is click.BOOL:
                names = f"--{setting.option}/--not-{setting.option}"
                run = click.option(names, setting.parameter, default=None, help=setting.help)(run)
            else:
                run = click.option(
                    f"--{setting.option}",
                    type=setting.type,
                    required=setting.required,
                    help=setting.help,
                )(run)
        return run  # type: ignore[return-value]

    return decorate


def with_password(given: dict[str, object]) -> dict[str, object]:
    """The password asked for, if `-` stands in its place."""
    password = given.get("password")
    return given | ({"password": secret(password)} if isinstance(password, str) else {})


def secret(value: str) -> str:
    """`-` stands for what standard input has, so that no list of processes shows it."""
    if value != "-":
        return value
    if sys.stdin.isatty():
        return str(click.prompt("Secret", hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\n")
