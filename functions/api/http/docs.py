"""/openapi.json and /docs: what the API can do, for programs and for people; both are public.

The page has all it needs within itself. Powertools' `enable_swagger` would do, but it leaves the
files open, and asks every cold start for what only this page needs.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from aws_lambda_powertools.event_handler import Response

from api.http.operations import JSON
from api.http.resolver import Api
from csms import __version__

TITLE = "CSMS"
OPENAPI = "3.1.0"
ASSETS = "aws_lambda_powertools.event_handler.openapi.swagger_ui"
NOTHING_FROM_ELSEWHERE = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
    " img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


def serve(api: Api) -> None:
    """Both are as public as the code."""

    @cache
    def description() -> str:
        text: str = api.get_openapi_json_schema(
            title=TITLE, version=__version__, openapi_version=OPENAPI
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
        return generate_swagger_html(spec, script, style, "", None, persist_authorization=True)

    def openapi() -> Response[str]:
        return Response(200, JSON, description())

    def docs() -> Response[Any]:
        if api.current_event.query_string_parameters.get("format") == "json":
            return openapi()  # what the page says that it shows
        headers = {"Content-Security-Policy": NOTHING_FROM_ELSEWHERE}
        return Response(200, "text/html; charset=utf-8", page(), headers)

    api.get("/openapi.json", include_in_schema=False, compress=True)(openapi)
    api.get("/docs", include_in_schema=False, compress=True)(docs)
