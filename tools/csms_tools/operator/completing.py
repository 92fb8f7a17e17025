"""What the shell offers while a command is typed; where the CSMS is slow, nothing."""

from threading import Thread

import click
from click.shell_completion import CompletionItem

PATIENCE = 2.0  # seconds
_MOST = 50


class Known(click.ParamType[str]):
    """What a list at `path` has in the member `name`; `narrows`: by what it begins with."""

    def __init__(self, path: str, name: str, *, narrows: bool = True) -> None:
        self.path = path
        self.name = name
        self.narrows = narrows

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        found: list[str] = []
        asking = Thread(target=self._ask, args=(ctx, incomplete, found), daemon=True)
        asking.start()
        asking.join(PATIENCE)
        return [CompletionItem(each) for each in found]

    def _ask(self, context: click.Context, incomplete: str, found: list[str]) -> None:
        from contextlib import suppress

        from csms_tools.operator.options import reached

        named = {name: context.params.get(name) for name in ("api", "token", "profile")}
        with suppress(Exception):  # whatever is wrong, this is not the moment to tell
            api = reached(context, named, PATIENCE)
            query = {"q": incomplete if incomplete and self.narrows else None, "limit": _MOST}
            offers = [each[self.name] for each in api.get(self.path, query)["items"]]
            found += [one for one in offers if self.narrows or one.startswith(incomplete)]


class Action(click.ParamType[str]):
    name = "action"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from outbound import ACTIONS

        begun = incomplete.casefold()
        return [
            CompletionItem(each) for each in sorted(ACTIONS) if each.casefold().startswith(begun)
        ]


class Word(click.ParamType[str]):
    """A key=value of a command; what is offered depends on the action before it."""

    name = "key=value"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from csms_tools.commands import Wrong
        from csms_tools.operator.fields import model_of, names_of, words_of

        action = ctx.params.get("action") or ""
        name, equals, _ = incomplete.partition("=")
        try:
            if equals:
                offers = [f"{name}={word}" for word in words_of(action, name)]
            else:
                offers = [f"{each}=" for each in names_of(model_of(action))]
        except Wrong:
            return []
        return [CompletionItem(each) for each in offers if each.startswith(incomplete)]


charge_point_id = Known("/charge-points", "id")
image_id = Known("/firmware-images", "imageId")
id_tag = Known("/id-tags", "idTag")
template_name = Known("/configuration-templates", "name", narrows=False)
