"""`csms log`: which frames are shown, and which words contradict each other."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from csms_tools import folding
from csms_tools.commands.log import log
from csms_tools.operator import options
from tests.csms_tools.operator.support import Csms

FRAMES: dict[int, str] = {}
MORE: dict[str, Any] = {}  # of a page


def frame(number: int) -> dict[str, Any]:
    return {
        "id": f"{number}",
        "at": f"2026-06-01T12:00:{number:02}.000Z",
        "direction": "fromChargePoint",
        "frame": FRAMES.get(number, f"frame {number}"),
        "answer": "[]",
    }


def kept(request: httpx.Request) -> httpx.Response:
    """Five frames, in the order that is asked for."""
    query = request.url.params
    items = [frame(number) for number in range(5)]
    if query["order"] == "desc":
        items = items[::-1]
    page = {"items": items[: int(query["limit"])], "caughtUp": True} | MORE
    return httpx.Response(200, json=page | ({"cursor": "c"} if query["limit"] == "2" else {}))


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[Result, Csms]:
    csms = Csms(kept)
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)
    return CliRunner().invoke(log, ["CP1", *words]), csms


def test_the_last_ones_are_shown_the_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    done, csms = run(monkeypatch, "--tail", "2", "--json")
    assert [one["frame"] for one in json.loads(done.stdout)] == ["frame 3", "frame 4"]
    assert "from" not in csms.asked[0].url.params
    assert done.stderr == ""


def test_on_a_terminal_no_value_of_a_frame_is_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "room", lambda: 80)
    monkeypatch.setitem(FRAMES, 0, '[2,"e877c38a-9580-46e0-9b30-08993401073a","Heartbeat",{}]')
    done, _ = run(monkeypatch, "--limit", "1")
    assert done.stdout.splitlines() == [
        '2026-06-01 12:00:00.000  > [2,"e877c38a-9580-46e0-9b30-08993401073a",',
        '                           "Heartbeat",{}]',
        "                         < []",
    ]


def test_that_there_is_more_than_the_limit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    done, _ = run(monkeypatch, "--limit", "3")
    assert ("frame 2" in done.stdout, "frame 3" in done.stdout) == (True, False)
    assert done.stderr == "the first 3; --limit, --all or --tail shows others\n"


@pytest.mark.parametrize("words", [("--limit", "5"), ("--all",)])
def test_the_end_is_not_told(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    done, _ = run(monkeypatch, *words)
    assert ("frame 4" in done.stdout, done.stderr) == (True, "")


def test_a_span_is_asked_for_as_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _, csms = run(monkeypatch, "--since", "2026-06-01T00:00:00Z", "--until", "2026-06-02T00:00:00Z")
    asked = csms.asked[0].url.params
    assert (asked["from"], asked["to"]) == ("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z")


def test_what_is_followed_begins_now(monkeypatch: pytest.MonkeyPatch) -> None:
    def sleep(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    before = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"
    _, csms = run(monkeypatch, "--follow")
    (followed,) = (request.url.params for request in csms.asked)
    assert followed["from"] >= before
    assert "to" not in followed


def test_what_is_followed_may_begin_with_the_last_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    def sleep(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    done, csms = run(monkeypatch, "--follow", "--tail", "3")
    last, followed = (request.url.params for request in csms.asked)
    assert (last["order"], followed["from"]) == ("desc", frame(2)["at"])
    assert [done.stdout.count(f"frame {number}") for number in range(2, 5)] == [1, 1, 1]


@pytest.mark.parametrize(
    "words",
    [
        ("--follow", "--day", "2026-06-01"),
        ("--follow", "--since", "2026-06-01T00:00:00Z"),
        ("--follow", "--all"),
        ("--tail", "3", "--limit", "3"),
        ("--limit", "3", "--all"),
        ("--day", "2026-06-01", "--until", "2026-06-01T00:00:00Z"),
    ],
)
def test_words_that_contradict_each_other_are_refused(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    done, csms = run(monkeypatch, *words)
    assert (done.exit_code, csms.asked) == (2, [])
    assert "They contradict each other" in done.stderr


@pytest.mark.parametrize("words", [(), ("--tail", "2"), ("--json",)])
def test_what_the_log_leaves_out_is_told_beside_it(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MORE, "leavesOut", ["Heartbeat", "MeterValues"])
    done, _ = run(monkeypatch, *words)
    assert done.stderr == (
        "of Heartbeat and MeterValues only what is stored nowhere else is kept"
        " (MessageLog=Telling)\n"
    )


def test_who_follows_is_told_once_what_the_log_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MORE, "leavesOut", ["Heartbeat"])
    left = iter(range(3))

    def wait(_: float) -> None:
        if not next(left):
            return
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", wait)
    done, csms = run(monkeypatch, "--follow")
    assert len(csms.asked) == 2
    assert done.stderr.count("MessageLog=Telling") == 1
