"""The words of `csms call`, before anything is asked."""

from datetime import UTC, datetime

import click
import pytest

from csms_tools.commands import Wrong
from csms_tools.commands.call import _until, call
from tests.support import NOON


@pytest.mark.parametrize(
    ("words", "wait", "rest"),
    [
        (["CP", "Reset", "type=Soft"], None, ("type=Soft",)),
        (["CP", "Reset", "--wait", "type=Soft"], 30, ("type=Soft",)),
        (["CP", "Reset", "type=Soft", "--wait"], 30, ("type=Soft",)),
        (["CP", "Reset", "--wait", "5", "type=Soft"], 5, ("type=Soft",)),
        (["CP", "Reset", "--wait=0.5", "type=Soft"], 0.5, ("type=Soft",)),
        (["CP", "--wait", "Reset", "--force"], 30, ()),
    ],
)
def test_the_seconds_of_wait_may_be_left_out(
    words: list[str], wait: float | None, rest: tuple[str, ...]
) -> None:
    context: click.Context = call.make_context("call", words)
    assert (context.params["wait"], context.params["words"]) == (wait, rest)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        (None, None),
        ("90s", "2026-06-01T12:01:30Z"),
        ("15m", "2026-06-01T12:15:00Z"),
        ("2h", "2026-06-01T14:00:00Z"),
        ("1d", "2026-06-02T12:00:00Z"),
        ("2026-06-01T13:00:00+02:00", "2026-06-01T13:00:00+02:00"),
    ],
)
def test_a_queue_lasts_for_a_while_or_until_a_time(text: str | None, until: str | None) -> None:
    assert datetime(2026, 6, 1, 12, tzinfo=UTC) == NOON
    assert _until(text, NOON) == until


@pytest.mark.parametrize("text", ["soon", "15", "m", "-5m"])
def test_what_is_neither_is_told(text: str) -> None:
    with pytest.raises(Wrong, match="neither a time nor"):
        _until(text, NOON)
