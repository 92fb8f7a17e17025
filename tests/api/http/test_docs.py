import json
import re

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
