"""What the shell offers while a command is typed; where the CSMS is slow, nothing."""

from threading import Thread
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from csms_tools.operator.client import Query

PATIENCE = 2.0  # seconds
_MOST = 50


class Known(click.ParamType[str]):
    """What a list at `path` has in the member `name`; `narrows`: by what it begins with.

    `most`: None where the list has no pages.
    """

    def __init__(
        self,
        path: str,
        name: str,
        *,
        narrows: bool = True,
        most: int | None = _MOST,
        status: str | None = None,
    ) -> None:
        self.path = path
        self.name = name
        self.narrows = narrows
        self.query: Query = {"limit": most, "status": status}

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
            begun = incomplete if incomplete and self.narrows else None
            query = {**self.query, "q": begun}
            items = api.get(self._where(context), query)["items"]
            offers = [str(each[self.name]) for each in items]
            found += [one for one in offers if self.narrows or one.startswith(incomplete)]

    def _where(self, context: click.Context) -> str:
        return self.path


class Of(Known):
    """What the charge point that stands before it has in its list `kind`."""

    def __init__(
        self, kind: str, name: str, *, most: int | None = _MOST, status: str | None = None
    ) -> None:
        super().__init__(kind, name, narrows=False, most=most, status=status)

    def _where(self, context: click.Context) -> str:
        """Raises IndexError."""
        from csms_tools.operator.client import path

        # behind an option that waits for its value click has not told which argument is which
        return path("charge-points", context.params.get("id") or context.args[0], self.path)


class Number(click.ParamType[int]):
    name = "integer"

    def __init__(self, known: Known, *, least: int | None = None) -> None:
        self.known = known
        self._range = click.IntRange(least)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        number: int = self._range.convert(value, param, ctx)
        return number

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return self.known.shell_complete(ctx, param, incomplete)


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
        name, equals, value = incomplete.partition("=")
        if equals and (known := KNOWN_WORDS.get(name.rpartition(".")[2])):
            offered = known.shell_complete(ctx, param, value)
            return [CompletionItem(f"{name}={each.value}") for each in offered]
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
campaign_id = Known("/campaigns", "campaignId", narrows=False)
unknown_id = Known("/inbox", "identity", narrows=False)
command_id = Of("commands", "commandId")
update_id = Of("firmware-updates", "updateId")
request_id = Of("certificate-requests", "requestId")
file_id = Of("files", "fileId")
certificate = Of("client-certificates", "sha256")
transaction = Number(Of("transactions", "transactionId"))
running_transaction = Number(Of("transactions", "transactionId", status="running"))
connector = Number(Of("connectors", "connectorId", most=None), least=0)
configuration_key = Of("configuration", "key", most=None)
orphan = Of("orphans", "digest")
problem = Of("problems", "problem")
root_certificate = Known("/root-certificates", "sha256", narrows=False)
root_digest = Of("certificates", "digest")
reservation = Number(Of("reservations", "reservationId"))

KNOWN_WORDS = {
    "connectorId": connector.known,
    "idTag": id_tag,
    "transactionId": running_transaction.known,
    "reservationId": reservation.known,
}
"""Fields of the commands' payloads whose values the CSMS knows."""
