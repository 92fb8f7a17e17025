"""Asking the API: pages, tokens, and how each refusal is told."""

import ssl
from typing import Any

import click
import httpx
import pytest

from csms_tools.commands import Failed, NoAccess, NoAnswer, Wrong
from csms_tools.operator.access import Access
from csms_tools.operator.client import Api, path
from tests.csms_tools.operator.support import Csms, answers


def test_a_list_is_fetched_page_by_page_with_its_filters() -> None:
    csms = answers({"items": [{"id": 1}], "cursor": "a"}, {"items": [{"id": 2}]})
    items = csms.api.items("/things", {"blocked": True, "model": None})
    assert [each["id"] for each in items] == [1, 2]
    first, second = (dict(request.url.params) for request in csms.asked)
    assert first == {"blocked": "true", "limit": "200"}
    assert second == {**first, "cursor": "a"}


def test_no_more_is_fetched_than_is_wanted_and_the_rest_is_told() -> None:
    csms = answers({"items": [{}] * 200, "cursor": "a"}, {"items": [{}] * 50, "cursor": "b"})
    items = csms.api.items("/things", {}, 250)
    assert len(list(items)) == 250
    assert items.more
    assert [request.url.params["limit"] for request in csms.asked] == ["200", "50"]


def test_an_empty_page_with_a_cursor_is_not_the_end() -> None:
    items = answers({"items": [], "cursor": "a"}, {"items": [{}]}).api.items("/things", {}, 100)
    assert len(list(items)) == 1
    assert not items.more


def test_an_empty_id_is_asked_for_wrongly() -> None:
    with pytest.raises(Wrong, match="an id is empty"):
        path("charge-points", "", "reservations")


def test_what_a_path_cannot_carry_is_encoded() -> None:
    assert path("charge-points", "A B/ä", "commands") == "/charge-points/A%20B%2F%C3%A4/commands"
    csms = answers({})
    csms.api.get(path("charge-points", "A/B"))
    assert csms.asked[0].url.raw_path == b"/charge-points/A%2FB"


def test_a_token_that_has_expired_meanwhile_is_got_anew_once() -> None:
    csms = answers({}, (401, {"message": "Unauthorized"}), {"done": True})
    csms.tokens = ["old", "new"]
    api = csms.api
    api.get("/")
    assert api.get("/") == {"done": True}
    sent = [request.headers["Authorization"] for request in csms.asked]
    assert sent == ["Bearer old", "Bearer old", "Bearer new"]


def test_a_fresh_token_that_is_not_taken_is_not_tried_again() -> None:
    csms = answers((401, {"message": "Unauthorized"}))
    with pytest.raises(NoAccess, match="the token is not taken"):
        csms.api.get("/")


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (400, Wrong, 2),
        (403, NoAccess, 3),
        (404, Failed, 1),
        (409, Failed, 1),
        (412, Failed, 1),
        (413, Wrong, 2),
        (415, Wrong, 2),
        (422, Wrong, 2),
        (500, Failed, 1),
        (503, NoAnswer, 4),
    ],
)
def test_each_refusal_has_its_exit_code(
    status: int, kind: type[click.ClickException], code: int
) -> None:
    with pytest.raises(kind, match="so it is") as raised:
        answers((status, {"title": "?", "detail": "so it is"})).api.get("/")
    assert raised.value.exit_code == code


ONE = {"field": "limit", "message": "too many"}
TWO = {"field": "q", "message": "too long"}


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ({"detail": "limit: too many", "errors": [ONE]}, "limit: too many"),
        ({"detail": "limit: too many", "errors": [ONE, TWO]}, "limit: too many; q: too long"),
        ({"title": "Not Found"}, "Not Found"),
        ({"message": "Not Found"}, "Not Found"),
        (["?"], "409 Conflict"),
    ],
)
def test_a_problem_is_told_with_each_of_its_fields_once(problem: Any, told: str) -> None:
    with pytest.raises(Failed) as raised:
        answers((409, problem)).api.get("/")
    assert raised.value.message == told


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (httpx.ConnectError("refused"), "nothing answers at https://csms.example: refused"),
        (httpx.ReadTimeout("late"), "https://csms.example did not answer in time"),
    ],
)
def test_no_answer_is_told(failure: Exception, told: str) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise failure

    with pytest.raises(NoAnswer) as raised:
        Csms(fail).api.get("/")
    assert raised.value.message == told


def test_the_parameter_that_forces_is_told_as_the_option_that_does() -> None:
    detail = "it is read-only (force=true sends it all the same)"
    api = answers((409, {"title": "?", "detail": detail})).api
    with pytest.raises(Failed, match=r"^it is read-only \(--force sends it all the same\)$"):
        api.get("/")


def test_without_tls_no_roots_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    trusting = httpx.create_ssl_context

    def reads() -> ssl.SSLContext:
        read.append("roots")
        return trusting()

    monkeypatch.setattr(httpx, "create_ssl_context", reads)
    for url, expected in (("http://127.0.0.1:1", []), ("https://127.0.0.1:1", ["roots"])):
        with pytest.raises(NoAnswer):
            Api(Access(url, lambda: "token")).ask("GET", "/")
        assert read == expected
