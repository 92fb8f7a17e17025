"""The words of `csms call`, before anything is asked."""

import click
import pytest

from csms_tools.commands.call import call


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
