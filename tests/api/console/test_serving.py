import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from api.app import handler
from api.console import serving
from tests.api.support import Answered, ask, event_of
from tests.support import Context

SCRIPT = "main.ABCDEFGH.js"
PAGE = "<!doctype html>"


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"index.html": PAGE, SCRIPT: "console.log('€')"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    manifest = {"sources": "0" * 64, "files": ["index.html", SCRIPT]}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setattr(serving, "BUILT", tmp_path)
    return tmp_path


def asked(path: str, **more: Any) -> Answered:
    return ask("GET", path, role=None, **more)


@pytest.mark.parametrize("path", ["/", "/console", "/console/"])
def test_the_root_leads_to_the_first_view(path: str) -> None:
    answer = asked(path)
    assert (answer.status, answer.headers["location"]) == (302, "/console/fleet")


@pytest.mark.parametrize("path", ["/console/fleet", "/console/charge-points/CP1/messages"])
def test_every_view_is_the_page_which_nobody_keeps(path: str) -> None:
    answer = asked(path)
    assert (answer.status, answer.text) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


def policy() -> dict[str, str]:
    told = asked("/console/fleet").headers["content-security-policy"]
    return dict(rule.strip().split(" ", 1) for rule in told.split(";"))


def test_nothing_is_inline_and_nothing_is_asked_elsewhere_but_for_tokens_and_files() -> None:
    assert policy() == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self' https://issuer.example https://tokens.example https://ocpp.example",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ("https://ocpp.example", ["https://ocpp.example"]),
        ("http://ocpp.example", ["https://ocpp.example"]),
        ("http://127.0.0.1:8080", ["http://127.0.0.1:8080"]),
        ("", []),
    ],
    ids=["over TLS", "for charge points without TLS", "at a desk", "nowhere"],
)
def test_files_go_to_their_own_place_alone_and_over_tls(
    files: str, named: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FILES_URL", files)
    assert policy()["connect-src"].split()[3:] == named


def test_what_does_more_than_one_thing_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSOLE_ISSUER", "http://127.0.0.1:8080/@issuer")
    monkeypatch.setenv("CONSOLE_ORIGINS", "")
    monkeypatch.setenv("FILES_URL", "http://127.0.0.1:8080")
    assert policy()["connect-src"] == "'self' http://127.0.0.1:8080"


def test_a_page_is_what_it_says_and_tells_nobody_where_it_was() -> None:
    headers = asked("/console/fleet").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_a_file_is_kept_for_ever_for_its_name_tells_what_is_in_it() -> None:
    answer = asked(f"/console/assets/{SCRIPT}")
    assert (answer.status, answer.text) == (200, "console.log('€')")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", [f"/console/assets/{SCRIPT}", "/console/fleet"])
@pytest.mark.parametrize(
    ("told", "packed"),
    [
        ("gzip, br", True),
        ("br;q=1, GZIP;q=0.5", True),
        ("*", True),
        ("br", False),
        ("gzip;q=0", False),
        ("", False),
    ],
)
def test_what_was_compressed_goes_to_those_that_take_it(path: str, told: str, packed: bool) -> None:
    event = event_of("GET", path, role=None, headers={"accept-encoding": told})
    answer = handler(event, Context(29))
    assert answer["headers"]["Vary"] == "Accept-Encoding"
    assert (answer["headers"].get("Content-Encoding") == "gzip") is packed
    assert answer.get("isBase64Encoded", False) is packed
    if packed:
        whole = gzip.decompress(base64.b64decode(answer["body"])).decode()
        assert whole == asked(path).text


@pytest.mark.parametrize(
    "name",
    [
        "other.js",
        "../serving.py",
        "manifest.json",
        f"{SCRIPT}.gz",
        "",
        "index.html",
        "index.html/..",
    ],
)
def test_nothing_but_what_was_built_is_given_out(name: str) -> None:
    answer = asked(f"/console/assets/{name}")
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/console/fleet", f"/console/assets/{SCRIPT}"])
def test_who_asks_for_the_head_alone_is_told_what_the_whole_would_be(path: str) -> None:
    head, whole = ask("HEAD", path, role=None), asked(path)
    assert (head.status, head.text) == (200, "")
    assert head.headers == whole.headers


def test_a_page_that_is_built_anew_meanwhile_is_the_one_that_is_served(built: Path) -> None:
    asked("/console/fleet")
    for name in (SCRIPT, f"{SCRIPT}.gz"):
        (built / name).rename(built / name.replace("ABCDEFGH", "HGFEDCBA"))
    files = ["index.html", "main.HGFEDCBA.js"]
    (built / "manifest.json").write_text(json.dumps({"sources": "1" * 64, "files": files}))
    assert asked("/console/assets/main.HGFEDCBA.js").status == 200
    assert asked(f"/console/assets/{SCRIPT}").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_done_by_a_path_of_the_page(method: str) -> None:
    assert ask(method, "/console/fleet").status == 404


def test_a_console_that_was_not_built_says_how_it_is(built: Path) -> None:
    (built / "manifest.json").unlink()
    answer = asked("/console/fleet")
    assert (answer.status, answer.json["detail"]) == (
        503,
        "the console has not been built: make console does it",
    )


def test_the_configuration_is_there_before_anybody_has_signed_in() -> None:
    answer = asked("/console/configuration")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.json["clientId"] == "console"
