"""What all lists have in common on their command lines."""

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
        "problems CP1 --clear Silent --since 1d",
        "certificates --ends-within 30d --until 2026-06-01",
        "certificates requests CP1 one --since 1d",
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
        "campaigns",
        "certificates",
        "certificates CP1",
        "certificates requests CP1",
        "commands CP1",
        "deviations",
        "deviations CP1",
        "firmware CP1",
        "jobs CP1",
        "log CP1",
        "logs CP1",
        "orphans",
        "orphans CP1",
        "problems",
        "problems CP1",
        "refused-calls CP1",
        "reservations CP1",
        "security-events",
        "security-events CP1",
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


def test_a_time_that_is_none_is_refused_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = answers()
    monkeypatch.setattr(options, "reached", lambda *_: asked.api)
    done = CliRunner().invoke(csms, ["transactions", "--since", "yesterday"])
    assert (done.exit_code, asked.asked) == (2, [])
