"""/openapi.json and /docs: what the API can do, for programs and for people; both are public.

The page has all it needs within itself, which is much, so browsers may keep it. Powertools'
`enable_swagger` would do, but it leaves the files open, and asks every cold start for what only
this page needs.
"""

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from aws_lambda_powertools.event_handler import Response

from api.http.operations import JSON
from api.http.request_context import headers_of
from api.http.resolver import Api
from csms import __version__

PATHS = ("/openapi.json", "/docs")
TITLE = "serverless-csms, the operators' API"
HOW_TO_GET_IN = """
Whoever asks needs a token (`Authorization: Bearer …`); on this page, *Authorize* takes it.

- On a desk, with a `csms up`: `csms token --role viewer` (or `operator`, `admin`) prints one.
- In the cloud people sign in at the deployment's issuer: `csms login` does it for the command line,
  and keeps the token in `tokens.json` beside its profiles. Another program does it by authorization
  code with PKCE, a machine by client credentials.

The role in it, viewer, operator or admin, says what may be done.
""".strip()
OPENAPI = "3.1.0"
KEPT = "public, max-age=300"
ASSETS = "aws_lambda_powertools.event_handler.openapi.swagger_ui"
NOTHING_FROM_ELSEWHERE = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
    " img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


def serve(api: Api) -> None:
    """Both are as public as the code, and change with a deployment alone."""

    @cache
    def description() -> str:
        text: str = api.get_openapi_json_schema(
            title=TITLE,
            version=__version__,
            openapi_version=OPENAPI,
            description=HOW_TO_GET_IN,
        )
        return text

    @cache
    def page() -> str:
        from aws_lambda_powertools.event_handler.openapi.swagger_ui.html import (
            generate_swagger_html,
        )

        script, style = (
            files(ASSETS).joinpath(name).read_text(encoding="utf-8")
            for name in ("swagger-ui-bundle.min.js", "swagger-ui.min.css")
        )
        spec = description().replace("</", "<\\/")
        html = generate_swagger_html(spec, script, style, "", None, persist_authorization=True)
        head, styles, rest = html.partition("<style>")
        head = head.replace("<title>Swagger UI</title>", f"<title>{TITLE}</title>")
        return re.sub(r"<meta\s+http-equiv=.*?/>", "", head, flags=re.DOTALL) + styles + rest

    @cache
    def etag(text: Callable[[], str]) -> str:
        # weak: the same version comes compressed, too
        return f'W/"{sha256(text().encode()).hexdigest()[:32]}"'

    def kept(text: Callable[[], str], content_type: str, **headers: str) -> Response[str]:
        version = etag(text)
        told = {"ETag": version, "Cache-Control": KEPT, "Vary": "Accept-Encoding"}
        asked = headers_of(api.current_event.raw_event).get("if-none-match", "")
        if {tag.strip() for tag in asked.split(",")} & {version, "*"}:
            return Response(304, body="", headers=told, compress=False)
        return Response(200, content_type, text(), told | headers)

    def openapi() -> Response[str]:
        return kept(description, JSON)

    def docs() -> Response[Any]:
        if api.current_event.query_string_parameters.get("format") == "json":
            return openapi()  # what the page says that it shows
        headers = {"Content-Security-Policy": NOTHING_FROM_ELSEWHERE}
        return kept(page, "text/html; charset=utf-8", **headers)

    for path, shown in zip(PATHS, (openapi, docs), strict=True):
        api.get(path, include_in_schema=False, compress=True)(shown)
