"""What the commands for operators have in common on their command lines."""

from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from csms_tools.commands import Wrong
from csms_tools.operator.profile_names import ProfileName

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from csms_tools.operator.access import Choice
    from csms_tools.operator.client import Api
    from csms_tools.operator.output import Output

F = TypeVar("F", bound=Callable[..., Any])
WIDE = "csms.wide"


FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Operator:
    """Whom the command speaks to, and how it shows what it hears."""

    def __init__(
        self, api: str | None, token: str | None, profile: str | None, as_json: bool
    ) -> None:
        self.named = {"api": api, "token": token, "profile": profile}
        self.as_json = as_json

    @cached_property
    def api(self) -> "Api":
        """Raises Wrong."""
        return reached(click.get_current_context(), self.named)

    @property
    def choices(self) -> "tuple[Choice, Choice]":
        """What is named in the command's own words, and around it."""
        return choices(click.get_current_context(), self.named)

    @cached_property
    def output(self) -> "Output":
        from csms_tools.operator.output import Output

        wide = click.get_current_context().meta.get(WIDE, False)
        if wide and self.as_json:
            raise Wrong("--wide or --json? JSON has all of it")
        return Output(self.as_json, wide)


def operates(command: F) -> F:
    """Gives the command an Operator, and its users the options that say which."""

    @wraps(command)
    def run(
        *words: Any,
        api: str | None,
        token: str | None,
        profile: str | None,
        as_json: bool,
        **given: Any,
    ) -> Any:
        return command(Operator(api, token, profile, as_json), *words, **given)

    for option in (
        click.option("--json", "as_json", is_flag=True, help="One JSON document."),
        click.option("--token", envvar="CSMS_TOKEN", help="For the API; or CSMS_TOKEN."),
        click.option(
            "--profile",
            type=ProfileName(),
            envvar="CSMS_PROFILE",
            help="See csms profile; or CSMS_PROFILE.",
        ),
        click.option(
            "--api", envvar="CSMS_API", help="The API's address; or CSMS_API. Else a csms up."
        ),
    ):
        run = option(run)
    return run  # type: ignore[return-value]


def tabular(command: F) -> F:
    """For what is shown as a table."""

    @wraps(command)
    def run(*words: Any, wide: bool, **given: Any) -> Any:
        click.get_current_context().meta[WIDE] = wide
        return command(*words, **given)

    help = "On a terminal all columns, and whole times."
    return click.option("--wide", is_flag=True, help=help)(run)  # type: ignore[return-value]


def listed(command: F) -> F:
    """How much of a list is wanted: gives the command `most`, None being all of it."""

    @wraps(command)
    def run(*words: Any, limit: int, everything: bool, **given: Any) -> Any:
        if everything and is_typed("limit"):
            raise Wrong("--limit or --all? One of them")
        return command(*words, most=None if everything else limit, **given)

    for option in (
        click.option("--all", "everything", is_flag=True, help="However many there are."),
        click.option(
            "--limit", type=click.IntRange(1), default=100, show_default=True, help="At most."
        ),
    ):
        run = option(run)
    return tabular(run)  # type: ignore[return-value]


def is_typed(*options: str) -> bool:
    """Whether one of the options was said, by the name of its parameter."""
    context = click.get_current_context()
    said = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
    return any(context.get_parameter_source(name) in said for name in options)


def reached(
    context: click.Context, named: dict[str, str | None], patience: float | None = None
) -> "Api":
    """Raises Wrong."""
    from csms_tools.operator.access import access
    from csms_tools.operator.client import PATIENCE, Api

    return Api(access(*choices(context, named)), patience=patience or PATIENCE)


def choices(context: click.Context, named: dict[str, str | None]) -> "tuple[Choice, Choice]":
    from csms_tools.operator.access import Choice

    typed = {
        name: value
        for name, value in named.items()
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    around = {name: value for name, value in named.items() if name not in typed}
    return Choice(**typed), Choice(**around)


class WithList(click.Group):
    """A group that lists when nothing else is asked of it."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if not args and context.resilient_parsing:  # the next word may be a subcommand
            return super().parse_args(context, args)
        if not args or (args[0] not in context.help_option_names and self._meant_for_list(args[0])):
            args = ["list", *args]
        return super().parse_args(context, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Subcommands; where none begins so, what may stand behind the list that is left unsaid."""
        listing = self.commands["list"]
        if not incomplete.startswith("-") and (found := super().shell_complete(ctx, incomplete)):
            return found
        with listing.make_context("list", [], parent=ctx, resilient_parsing=True) as below:
            if incomplete.startswith("-"):
                return listing.shell_complete(below, incomplete)
            for each in listing.params:
                if isinstance(each, click.Argument):
                    return each.shell_complete(below, incomplete)
        return []

    def _meant_for_list(self, word: str) -> bool:
        takes_words = any(isinstance(each, click.Argument) for each in self.commands["list"].params)
        return word.startswith("-") or (takes_words and word not in self.commands)
