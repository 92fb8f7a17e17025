import pytest

from api.http import browsers, docs
from tests.api.support import ask

SITE = "https://desk.example"


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_ORIGINS", f"https://other.example,{SITE}")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/charge-points/CP1", 200),
        ("GET", "/charge-points/NOBODY", 404),
        ("GET", "/nowhere", 404),
        ("POST", "/charge-points", 400),
        ("PUT", "/charge-points", 405),
        ("OPTIONS", "/charge-points", 403),
    ],
)
def test_whatever_is_answered_is_kept_nowhere_and_is_what_it_says(
    method: str, path: str, status: int, cp1: str
) -> None:
    answer = ask(method, path, body={} if method == "POST" else None)
    assert answer.status == status
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == browsers.SHOWS_NOTHING


@pytest.mark.parametrize("path", docs.PATHS)
def test_what_is_public_may_be_kept_and_is_framed_by_nobody(path: str) -> None:
    answer = ask("GET", path, role=None)
    assert answer.headers["cache-control"].startswith("public")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_an_answer_says_itself_is_kept(cp1: str) -> None:
    assert ask("GET", f"/charge-points/{cp1}").headers["etag"]


def test_no_page_of_another_site_asks_unless_it_is_allowed(cp1: str) -> None:
    for method in ("GET", "OPTIONS"):
        answer = ask(method, "/charge-points", headers={"origin": SITE})
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://desk.example.evil.example", "null", "*", ""]
)
def test_others_do_not_ask_where_some_may(origin: str, cp1: str) -> None:
    answer = ask("OPTIONS", "/charge-points", role=None, headers={"origin": origin})
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers
    answer = ask("GET", "/charge-points", headers={"origin": origin})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["vary"] == "Origin"  # a cache must not show it to one that may


@pytest.mark.usefixtures("allowed")
def test_a_page_that_may_is_told_so_without_a_token(cp1: str) -> None:
    answer = ask("OPTIONS", "/charge-points", role=None, headers={"origin": SITE})
    assert (answer.status, answer.text) == (204, "")
    assert answer.headers["access-control-allow-origin"] == SITE
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    asked = answer.headers["access-control-allow-headers"]
    assert {"Authorization", "If-Match", "Idempotency-Key"} <= set(asked.split(", "))
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.usefixtures("allowed")
def test_such_a_page_sees_the_answer(cp1: str) -> None:
    for path, status in (("/charge-points", 200), ("/nowhere", 404)):
        answer = ask("GET", path, headers={"origin": SITE})
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (status, SITE)
        assert "ETag" in answer.headers["access-control-expose-headers"]
