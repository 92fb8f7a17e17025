"""The names of profiles, as the shell offers them."""

import click
from click.shell_completion import CompletionItem


class ProfileName(click.ParamType[str]):
    name = "profile"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from csms_tools.operator.profiles import Profiles

        try:
            named = sorted(Profiles.load().named)
        except click.ClickException:
            return []
        return [CompletionItem(each) for each in named if each.startswith(incomplete)]
