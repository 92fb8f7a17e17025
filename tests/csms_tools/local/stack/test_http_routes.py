"""The HTTP API of a template: its routes, and whom each lets in."""

from pathlib import Path

import pytest

from csms_tools.local.stack.http_routes import HttpApi, JwtAuthorizer, Route
from csms_tools.local.stack.stack import Stack, TemplateError
from tests.csms_tools.local import stacks
from tests.support import ROOT

ISSUER = {"OidcIssuer": "http://127.0.0.1:8080/@issuer", "OidcAudience": "csms"}

API = """
Http:
  Type: AWS::Serverless::HttpApi
  Properties:
    Auth:
      DefaultAuthorizer: Operators
      Authorizers:
        Operators:
          IdentitySource: $request.header.Authorization
          JwtConfiguration: {issuer: "https://example.com", audience: [one, two]}
Front:
  Type: AWS::Serverless::Function
  Properties:
    Events:
      All: {Type: HttpApi, Properties: {ApiId: !Ref Http}}
      Docs:
        Type: HttpApi
        Properties: {ApiId: !Ref Http, Path: /docs, Method: GET, Auth: {Authorizer: NONE}}
      Any: {Type: HttpApi, Properties: {ApiId: !Ref Http, Path: /any, Method: ANY}}
"""


def read(folder: Path, api: str = API) -> HttpApi:
    return stacks.stack(folder, more=api).http_api


def test_routes_lead_to_functions_and_ask_an_authorizer(tmp_path: Path) -> None:
    api = read(tmp_path)
    operators = JwtAuthorizer("https://example.com", ("one", "two"))
    assert api.routes == {
        "$default": Route("$default", "Front", operators),
        "GET /docs": Route("GET /docs", "Front", None),
        "ANY /any": Route("ANY /any", "Front", operators),
    }
    assert api.functions == {"Front"}
    assert api.authorizers == {operators}


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/docs", "GET /docs"),
        ("/page/one", "GET /page/{proxy+}"),
        ("/page/one/two", "GET /page/{proxy+}"),
        ("/page/deep/two", "GET /page/deep/{proxy+}"),
        ("/page/deep", "GET /page/{proxy+}"),
        ("/page/", "$default"),
        ("/docs/", "GET /docs"),
        ("/page", "$default"),
        ("/pages/one", "$default"),
        ("/", "$default"),
    ],
)
def test_of_two_that_take_the_rest_of_a_path_the_longer_counts(
    tmp_path: Path, path: str, key: str
) -> None:
    event = (
        "      {}: {{Type: HttpApi, Properties: {{ApiId: !Ref Http, Path: '{}', Method: GET}}}}\n"
    )
    rests = {"Page": "/page/{proxy+}", "Deep": "/page/deep/{proxy+}"}
    more = "".join(event.format(name, rest) for name, rest in rests.items())
    found = read(tmp_path, API + more).route("GET", path)
    assert found
    assert found.key == key


def test_a_template_without_one_has_no_routes(tmp_path: Path) -> None:
    api = stacks.stack(tmp_path).http_api
    assert (api.routes, api.functions) == ({}, frozenset())
    assert api.route("GET", "/") is None


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("/any", '"/any/{id}"', "variables in a path"),
        ("/any", '"/any/{id}/{proxy+}"', "variables in a path"),
        ("header.Authorization", "querystring.token", "no JWT authorizer of"),
        ("Method: ANY", "Method: ANY, PayloadFormatVersion: '1.0'", "payload format 2.0"),
        ("Method: ANY", "Method: ANY, Auth: {AuthorizationScopes: [all]}", "scopes are not judged"),
        ("  Properties:\n    Auth", "  Properties:\n    CorsConfiguration: true\n    Auth", "CORS"),
    ],
)
def test_what_is_not_done_here_as_in_the_cloud_is_refused(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    assert old in API
    with pytest.raises(TemplateError, match=complaint):
        read(tmp_path, API.replace(old, new, 1))


def test_a_template_has_one_http_api_at_most(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="2 HTTP APIs"):
        read(tmp_path, API + "Second: {Type: AWS::Serverless::HttpApi}\n")


def test_the_projects_own_asks_the_issuer_that_it_is_given() -> None:
    api = Stack.load(ROOT / "template.yaml", ISSUER).http_api
    operators = JwtAuthorizer(ISSUER["OidcIssuer"], ("csms",))
    assert api.routes == {
        "$default": Route("$default", "Api", operators),
        "OPTIONS /{proxy+}": Route("OPTIONS /{proxy+}", "Api", None),
        "GET /openapi.json": Route("GET /openapi.json", "Api", None),
        "GET /docs": Route("GET /docs", "Api", None),
        "GET /health": Route("GET /health", "Api", None),
        "GET /": Route("GET /", "Api", None),
        "GET /console": Route("GET /console", "Api", None),
        "GET /console/{proxy+}": Route("GET /console/{proxy+}", "Api", None),
        "HEAD /console/{proxy+}": Route("HEAD /console/{proxy+}", "Api", None),
    }


def test_a_slash_at_the_end_leads_nowhere_else() -> None:
    api = Stack.load(ROOT / "template.yaml", ISSUER).http_api
    assert api.route("GET", "/console/") == api.routes["GET /console"]
    assert api.route("GET", "/docs/") == api.routes["GET /docs"]


def test_without_one_it_asks_its_own_user_pool() -> None:
    [operators] = Stack.load(ROOT / "template.yaml").http_api.authorizers
    assert operators == JwtAuthorizer(
        "https://cognito-idp.eu-west-1.amazonaws.com/UserPool", ("UserPoolClient",)
    )
