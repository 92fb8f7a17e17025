from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.read_only import health
from csms import __version__, aws
from csms.aws import ServiceError
from tests.api.support import Answered, ask
from tests.support import NOON

SECONDS = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def nobody_has_looked(store: None) -> Iterator[None]:
    health._last.clear()
    yield
    health._last.clear()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often AWS was asked for what."""
    counted: Counter[str] = Counter()
    call = aws.call

    def counting(service: Any, operation: str, arguments: Any) -> Any:
        counted[operation] += 1
        return call(service, operation, arguments)

    monkeypatch.setattr(aws, "call", counting)
    monkeypatch.setattr(aws.requests, "call", counting)
    return counted


def word(at: Any = NOON) -> Answered:
    return ask("GET", "/health", role=None, at=at)


def test_anybody_is_told_a_word_that_nobody_keeps() -> None:
    answer = word()
    assert (answer.status, answer.json) == (200, {"status": "ok"})
    assert answer.headers["cache-control"] == "no-store"


def test_operators_are_told_what_was_asked_when_and_by_which_version() -> None:
    told = ask("GET", "/health/checks", role="viewer").json
    assert {name: told[name] for name in ("status", "version", "at")} == {
        "status": "ok",
        "version": __version__,
        "at": "2026-06-01T12:00:00.000Z",
    }
    assert [(one["name"], one["ok"]) for one in told["checks"]] == [
        ("state table", True),
        ("history table", True),
        ("task queue", True),
    ]


def test_without_a_role_there_are_no_details() -> None:
    assert ask("GET", "/health/checks", role=None).status == 403


@pytest.mark.parametrize(
    ("operation", "failing"),
    [
        ("BatchGetItem", ["state table", "history table"]),
        ("GetQueueAttributes", ["task queue"]),
    ],
)
def test_what_does_not_answer_is_named_to_operators_alone(
    operation: str, failing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    call = aws.call

    def fail(service: Any, asked: str, arguments: Any) -> Any:
        if asked == operation:
            raise ServiceError("AccessDeniedException", "arn:aws:…")
        return call(service, asked, arguments)

    monkeypatch.setattr(aws, "call", fail)
    monkeypatch.setattr(aws.requests, "call", fail)
    assert (word().status, word().text) == (503, '{"status": "failing"}')
    told = ask("GET", "/health/checks", role="viewer")
    assert (told.status, told.json["status"]) == (200, "failing")
    assert [one["name"] for one in told.json["checks"] if not one["ok"]] == failing
    assert {one.get("reason") for one in told.json["checks"]} == {None, "AccessDeniedException"}


def test_who_asks_again_and_again_costs_no_more_than_one(asked: Counter[str]) -> None:
    for _ in range(50):
        word()
    assert sum(asked.values()) == 3
    word(NOON + 4 * SECONDS)
    assert sum(asked.values()) == 3
    word(NOON + 6 * SECONDS)
    assert sum(asked.values()) == 6
