"""What all lists have in common on their command lines."""

import json

import pytest
from click.testing import CliRunner

from csms_tools.cli import csms
from csms_tools.operator import options
from tests.csms_tools.operator.support import answers


@pytest.mark.parametrize(
    "line",
    [
        "charge-points --limit 3 --all",
        "id-tags --json --wide",
        "commands CP1 one --status Ended",
        "commands CP1 one --limit 3",
        "security-events --follow --limit 3",
        "security-events --follow --since 2026-06-01T00:00:00Z",
        "campaigns show one --all",
        "transactions export --csv --json",
        "transactions meter-values CP1 1 --since 2026-06-01T00:00:00Z",
        "charge-points change CP1 --interval 60 --no-interval",
        "problems --clear Silent",
    ],
)
def test_flags_that_contradict_each_other_are_refused(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answers()
    monkeypatch.setattr(options, "reached", lambda *_: asked.api)
    done = CliRunner().invoke(csms, line.split())
    assert (done.exit_code, asked.asked) == (2, []), done.output


@pytest.mark.parametrize(
    "line",
    [
        "audit",
        "commands CP1",
        "log CP1",
        "orphans",
        "security-events",
        "transactions",
        "transactions meter-values CP1",
    ],
)
def test_a_list_that_can_be_long_is_asked_for_between_two_times(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answers({"items": [], "caughtUp": True})
    monkeypatch.setattr(options, "reached", lambda *_: asked.api)
    span = ("--since", "2026-06-01T00:00:00Z", "--until", "2026-06-02T00:00:00Z", "--limit", "5")
    done = CliRunner().invoke(csms, [*line.split(), *span])
    assert done.exit_code == 0, done.output
    query = asked.asked[0].url.params
    assert (query["from"], query["to"]) == (span[1], span[3])


@pytest.mark.parametrize(
    ("line", "member"),
    [("campaigns", "createdAt"), ("firmware CP1", "requestedAt"), ("jobs CP1", "openedAt")],
)
def test_where_the_api_does_not_take_times_its_items_are_looked_at(
    line: str, member: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [{member: f"2026-06-{day:02}T00:00:00.000Z"} for day in (9, 8, 7)]
    asked = answers({"items": items, "cursor": "c"}, {"items": []})
    monkeypatch.setattr(options, "reached", lambda *_: asked.api)
    words = [*line.split(), "--since", "2026-06-08", "--until", "2026-06-09", "--json"]
    done = CliRunner().invoke(csms, words)
    assert json.loads(done.stdout) == [items[1]]
    assert len(asked.asked) == 2


def test_a_time_that_is_none_is_refused_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = answers()
    monkeypatch.setattr(options, "reached", lambda *_: asked.api)
    done = CliRunner().invoke(csms, ["transactions", "--since", "yesterday"])
    assert (done.exit_code, asked.asked) == (2, [])
