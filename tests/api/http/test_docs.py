import json
import re

import pytest

from api.http import docs
from csms import __version__
from tests.api.support import ask


def test_the_description_and_its_page_are_for_everybody() -> None:
    assert ask("GET", "/openapi.json", role=None).status == 200
    page = ask("GET", "/docs", role=None)
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_the_description_has_the_version_of_the_whole() -> None:
    assert ask("GET", "/openapi.json", role=None).json["info"]["version"] == __version__


def test_the_page_loads_nothing_from_elsewhere() -> None:
    page = ask("GET", "/docs", role=None)
    markup = re.sub(r"<(script|style)>.*?</\1>", "", page.text, flags=re.DOTALL)
    assert not re.search(r"""(src|href|action)\s*=""", markup)
    assert "@import" not in page.text
    policy = dict(
        rule.strip().split(" ", 1) for rule in page.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert {source for rule in policy.values() for source in rule.split()} <= {
        "'none'",
        "'self'",
        "'unsafe-inline'",
        "data:",
    }


def test_the_page_shows_the_description() -> None:
    shown = json.loads(ask("GET", "/docs", role=None, query={"format": "json"}).text)
    assert shown["paths"].keys() == ask("GET", "/openapi.json", role=None).json["paths"].keys()


def test_the_page_may_come_compressed() -> None:
    page = ask("GET", "/docs", headers={"accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert len(page.text) < 1_000_000


def test_the_page_has_the_name_of_the_product_for_its_title() -> None:
    page = ask("GET", "/docs", role=None).text
    title = ask("GET", "/openapi.json", role=None).json["info"]["title"]
    assert title == "serverless-csms, the operators' API"
    assert re.findall(r"<title>(.*?)</title>", page.partition("<style>")[0]) == [title]


def test_the_page_says_how_to_get_a_token() -> None:
    said = ask("GET", "/openapi.json", role=None).json["info"]["description"]
    assert "`csms token --role viewer`" in said
    assert "`csms login`" in said
    page = ask("GET", "/docs", role=None).text
    assert "csms token --role viewer" in page
    assert "csms login" in page


@pytest.mark.parametrize("path", docs.PATHS)
def test_what_is_public_is_kept_for_minutes_and_then_asked_for_by_its_version(path: str) -> None:
    page = ask("GET", path, role=None)
    assert page.headers["cache-control"] == "public, max-age=300"
    assert "http-equiv" not in page.text.partition("<style>")[0]
    for asked in (page.headers["etag"], f'"other", {page.headers["etag"]}', "*"):
        kept = ask("GET", path, role=None, headers={"if-none-match": asked})
        assert (kept.status, kept.text) == (304, "")
        assert kept.headers["etag"] == page.headers["etag"]
        assert kept.headers["cache-control"] == page.headers["cache-control"]
    other = ask("GET", path, role=None, headers={"if-none-match": 'W/"other"'})
    assert (other.status, other.text) == (200, page.text)


def test_what_is_kept_has_no_body_for_who_takes_it_compressed() -> None:
    etag = ask("GET", "/docs", role=None).headers["etag"]
    asked = {"if-none-match": etag, "accept-encoding": "gzip"}
    kept = ask("GET", "/docs", role=None, headers=asked)
    assert (kept.status, kept.text) == (304, "")
    assert "content-encoding" not in kept.headers


def test_what_is_kept_is_kept_by_how_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("GET", "/docs", role=None).headers["vary"] == "Accept-Encoding"
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://desk.example")
    assert ask("GET", "/docs", role=None).headers["vary"] == "Accept-Encoding, Origin"
