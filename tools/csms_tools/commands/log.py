"""`csms log`: what was said between a charge point and the CSMS."""

import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import click

from csms_tools.commands import Wrong
from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, is_typed, operates
from csms_tools.operator.time_options import ranged

if TYPE_CHECKING:
    from collections.abc import Callable

    from csms_tools.operator.client import Document, Query

POLL = 0.5  # seconds
INDENT = 27  # columns before a frame
DAY, EVENING = timedelta(days=1), timedelta(hours=6)


@click.command()
@click.argument("id", type=charge_point_id)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="A day of UTC.")
@click.option("--tail", type=click.IntRange(1), metavar="N", help="The last N of what is kept.")
@click.option("--follow", "-f", is_flag=True, help="What comes from now on, until Ctrl-C.")
@ranged("Said")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="At most.")
@click.option("--all", "everything", is_flag=True, help="However many there are.")
@operates
def log(
    operator: Operator,
    id: str,
    day: datetime | None,
    tail: int | None,
    follow: bool,
    since: str | None,
    until: str | None,
    limit: int,
    everything: bool,
) -> None:
    """Show the frames of the charge point ID: CALL and answer, how long it took, what was wrong.

    It is today's, and of the evening before, if nothing else is said. `>` came from the charge
    point, `<` went to it; a `!` at the left is the end of a connection, or a handshake that was
    refused. With --follow and --tail N it begins with the last N. Secrets are redacted. There is no
    log with the parameter MessageLogRetentionDays=0; with MessageLog=Telling it has no heartbeats,
    and no samples that are stored with their transaction. On a terminal long frames go on in the
    next line, between two members; in a pipe each is one line.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.frames import Frames

    _contradictions()
    where = path("charge-points", id, "messages")
    now = datetime.now(UTC)
    as_json = operator.output.as_json
    show = operator.output.line if follow and as_json else _show
    begin, end = _span(now, day, since, until)
    if follow:
        last, _ = _last(operator, where, {}, tail) if tail else ([], {})
        for message in last:
            show(message)
        # an answer may still come to the first of them
        begun = last[0]["at"] if last else _spelled(now)
        frames = Frames(operator.api, where, {"from": begun, "order": "asc"}, last)
        told = False
        while True:
            for message in frames.new():
                show(message)
            if not told:
                _tell_what_is_left_out(frames.page)
                told = True
            time.sleep(POLL)
    if tail:
        query = {"from": since or (begin if day else None), "to": end}
        found, page = _last(operator, where, query, tail)
    else:
        frames = Frames(operator.api, where, {"from": begin, "to": end, "order": "asc"})
        found = list(islice(frames.new(), None if everything else limit + 1))
        page = frames.page
    if as_json:
        operator.output.document(found if tail or everything else found[:limit])
    else:
        for message in found if tail or everything else found[:limit]:
            show(message)
        if not found:
            click.echo("there are none", err=True)
    if not tail and not everything and len(found) > limit:
        click.echo(f"the first {limit}; --limit, --all or --tail shows others", err=True)
    _tell_what_is_left_out(page)


def _contradictions() -> None:
    """Raises Wrong."""
    for one, *others in (
        ("follow", "day", "since", "until", "limit", "everything"),
        ("day", "since", "until"),
        ("tail", "limit", "everything"),
        ("everything", "limit"),
    ):
        for other in others:
            if is_typed(one) and is_typed(other):
                names = [{"everything": "all"}.get(name, name) for name in (one, other)]
                raise Wrong(f"--{names[0]} or --{names[1]}? They contradict each other")


def _span(
    now: datetime, day: datetime | None, since: str | None, until: str | None
) -> tuple[str | None, str | None]:
    if day:
        return _spelled(day), _spelled(day + DAY)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return since or (None if until else _spelled(min(midnight, now - EVENING))), until


def _spelled(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def _last(
    operator: Operator, where: str, query: "Query", tail: int
) -> "tuple[list[Document], Document]":
    """The oldest first, and what else the API said."""
    items = operator.api.items(where, {**query, "order": "desc"}, tail)
    return list(items)[::-1], items.page


def _tell_what_is_left_out(page: "Document") -> None:
    if actions := page.get("leavesOut"):
        some = " and ".join(actions)
        said = f"of {some} only what is stored nowhere else is kept (MessageLog=Telling)"
        click.echo(said, err=True)


def _show(message: "Document") -> None:
    from csms_tools.folding import folded, folded_frame

    said, answered = ("<", ">") if message["direction"] == "fromCsms" else (">", "<")
    at = datetime.fromisoformat(message["at"])
    lines = []
    moment = f"{at:%Y-%m-%d %H:%M:%S.%f}"[:-3]
    if "frame" not in message:  # what befell the connection
        click.echo("\n".join(_line(moment, "!", message.get("error", ""), folded)))
        return
    if not message.get("again"):
        lines += _line(moment, said, message["frame"], folded_frame)
    if message.get("answer") is not None:
        took = f"{message['milliseconds']} ms" if "milliseconds" in message else ""
        lines += _line(took, answered, message["answer"], folded_frame)
    if message.get("error") is not None:
        lines += _line("", "!", message["error"], folded)
    click.echo("\n".join(lines))


def _line(left: str, mark: str, text: str, fold: "Callable[[str, int], list[str]]") -> list[str]:
    """On a terminal as many as it takes to part no value."""
    from csms_tools.folding import room
    from csms_tools.operator.output import visible

    width = room()
    parts = [visible(text)] if width is None else fold(visible(text), width - INDENT)
    heads = [f"{left:>23}  {mark} ", *[" " * INDENT] * len(parts)]
    return [head + part for head, part in zip(heads, parts, strict=False)]
