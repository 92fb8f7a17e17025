"""/console/: the page and its files, as they were built; no token is asked for them.

Any path below /console/ that is no file's is a view of the page. Files bear a digest in their name
and are kept for ever; the page that names them is asked for anew each time.
"""

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from api.console.signing_in import allowed_origins, configuration, on_a_desk
from api.http.compressed import takes_gzip
from api.http.problems import Problem
from csms import settings

Event = dict[str, Any]

BUILT = Path(__file__).with_name("static")
PAGE = "index.html"
FIRST_VIEW = "/console/fleet"
ASSETS = "/console/assets/"
CONFIGURATION = "/console/configuration"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOR_EVER = "public, max-age=31536000, immutable"
ASKED_ANEW = "no-cache"


def served(event: Event) -> Event | None:
    """The answer, if the console is asked for; else None."""
    method: str = event["requestContext"]["http"]["method"]
    answer = _found(event, event["rawPath"]) if method in ("GET", "HEAD") else None
    if answer is None or method == "GET":
        return answer
    return {**answer, "body": "", "isBase64Encoded": False}


def _found(event: Event, path: str) -> Event | None:
    if path in ("/", "/console", "/console/"):
        return {"statusCode": 302, "headers": {"Location": FIRST_VIEW}, "body": ""}
    if path == CONFIGURATION:
        headers = {"Content-Type": "application/json", "Cache-Control": ASKED_ANEW}
        return {"statusCode": 200, "headers": headers, "body": json.dumps(configuration())}
    if path.startswith(ASSETS):
        return _file(event, path.removeprefix(ASSETS))
    if path.startswith("/console/"):
        return _page(event)
    return None


def policy() -> str:
    """Nothing is inline, and nothing is asked elsewhere but for tokens and to bring an image."""
    connect = " ".join(dict.fromkeys(["'self'", *allowed_origins(), *_place_of_files()]))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src {connect}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _place_of_files() -> list[str]:
    """A page that came over TLS brings files over TLS, whatever charge points are told."""
    url = settings.files_url()
    if url is None:
        return []
    parts = urlsplit(url)
    return [url if on_a_desk(url) else f"https://{parts.netloc}"]


def names() -> frozenset[str]:
    """Of the files that were built; read each time, for at a desk they are built anew meanwhile."""
    try:
        manifest = json.loads((BUILT / "manifest.json").read_text())
    except OSError:
        return frozenset()
    return frozenset(manifest["files"])


def _page(event: Event) -> Event:
    if PAGE not in names():
        return _problem(503, "the console has not been built: make console does it")
    headers = {
        "Cache-Control": ASKED_ANEW,
        "Content-Security-Policy": policy(),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    return _content(event, PAGE, headers)


def _file(event: Event, name: str) -> Event:
    if name == PAGE or name not in names():
        return _problem(404, "there is no such file; reload the page for the newest ones")
    return _content(event, name, {"Cache-Control": FOR_EVER})


def _content(event: Event, name: str, headers: dict[str, str]) -> Event:
    told = {**headers, "Content-Type": TYPES[Path(name).suffix], "Vary": "Accept-Encoding"}
    if not takes_gzip(event):
        text = (BUILT / name).read_text(encoding="utf-8")
        return {"statusCode": 200, "headers": told, "body": text}
    packed = (BUILT / f"{name}.gz").read_bytes()
    return {
        "statusCode": 200,
        "headers": {**told, "Content-Encoding": "gzip"},
        "body": base64.b64encode(packed).decode(),
        "isBase64Encoded": True,
    }


def _problem(status: int, detail: str) -> Event:
    problem = Problem(status, detail).response()
    headers = {**problem.headers, "Content-Type": problem.content_type}
    return {"statusCode": status, "headers": headers, "body": problem.body}
