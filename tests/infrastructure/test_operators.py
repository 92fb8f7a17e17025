"""The operators' API in the cloud: who gets in, and what the user pool is like."""

import re

import pytest

from csms_tools.operator.profiles import CALLBACK
from tests.infrastructure.template import RESOURCES, TEMPLATE, of_type

API = RESOURCES["OperatorApi"]["Properties"]
EVENTS = {
    name: event["Properties"]
    for name, event in RESOURCES["Api"]["Properties"]["Events"].items()
    if event["Type"] == "HttpApi"
}
OWN = ["UserPool", "UserPoolDomain", "UserPoolClient", "Viewers", "Operators", "Admins"]


def test_without_a_token_there_are_the_documentation_and_the_page_that_asks_for_one() -> None:
    [authorizer] = API["Auth"]["Authorizers"]
    assert API["Auth"]["DefaultAuthorizer"] == authorizer
    open_to_all = {
        (event["Method"], event["Path"])
        for event in EVENTS.values()
        if event.get("Auth") == {"Authorizer": "NONE"}
    }
    preflight = ("OPTIONS", "/{proxy+}")  # to which nothing of the system is told
    page = {("GET", "/console"), ("GET", "/console/{proxy+}"), ("HEAD", "/console/{proxy+}")}
    console = {("GET", "/")} | page
    documentation = {("GET", "/openapi.json"), ("GET", "/docs"), ("GET", "/health")}
    assert open_to_all == documentation | console | {preflight}
    asking = [event for event in EVENTS.values() if "Auth" not in event]
    assert asking == [{"ApiId": {"Ref": "OperatorApi"}}]  # $default, which takes all the rest


def test_no_other_site_calls_the_api_from_a_browser_unless_it_is_named() -> None:
    assert "CorsConfiguration" not in API  # it would take the place of what the function says
    assert TEMPLATE["Parameters"]["AllowedOrigins"]["Default"] == ""


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("", True),
        ("https://a.example", True),
        ("https://a.example,http://localhost:5173", True),
        ("*", False),
        ("https://*.example", False),
        ("http://a.example", False),
        ("https://a.example/", False),
        ("https://a.example, https://b.example", False),
    ],
)
def test_origins_are_named_one_by_one(value: str, good: bool) -> None:
    pattern = TEMPLATE["Parameters"]["AllowedOrigins"]["AllowedPattern"]
    assert bool(re.search(pattern, value)) is good


def test_the_api_is_throttled() -> None:
    assert API["DefaultRouteSettings"] == {
        "ThrottlingRateLimit": {"Ref": "OperatorRateLimit"},
        "ThrottlingBurstLimit": {"Ref": "OperatorBurstLimit"},
    }


def test_tokens_are_those_of_the_named_issuer_or_of_our_own_pool() -> None:
    [authorizer] = API["Auth"]["Authorizers"].values()
    issuer = authorizer["JwtConfiguration"]["issuer"]["Fn::If"]
    audience, machine = authorizer["JwtConfiguration"]["audience"]
    assert (issuer[0], issuer[2]) == ("OwnUsers", {"Ref": "OidcIssuer"})
    assert audience == {"Fn::If": ["OwnUsers", {"Ref": "UserPoolClient"}, {"Ref": "OidcAudience"}]}
    assert machine == {"Fn::If": ["Machines", {"Ref": "MachineClient"}, {"Ref": "AWS::NoValue"}]}
    assert TEMPLATE["Conditions"]["OwnUsers"] == {"Fn::Equals": [{"Ref": "OidcIssuer"}, ""]}


@pytest.mark.parametrize("logical_id", OWN)
def test_the_pool_is_made_only_where_nobody_else_issues_tokens(logical_id: str) -> None:
    assert RESOURCES[logical_id]["Condition"] == "OwnUsers"


def test_there_is_a_group_for_each_role() -> None:
    groups = of_type("AWS::Cognito::UserPoolGroup").values()
    assert {group["GroupName"] for group in groups} == {"viewer", "operator", "admin"}


def test_operators_are_invited_and_never_lost() -> None:
    pool = RESOURCES["UserPool"]["Properties"]
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["DeletionProtection"] == {"Fn::If": ["Protected", "ACTIVE", "INACTIVE"]}
    assert RESOURCES["UserPool"]["DeletionPolicy"] == "RetainExceptOnCreate"


def test_a_program_signs_in_by_a_code_and_keeps_no_secret() -> None:
    client = RESOURCES["UserPoolClient"]["Properties"]
    assert client["GenerateSecret"] is False
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]


def test_the_pool_sends_operators_back_to_the_console_once_it_is_told_where_that_is() -> None:
    """Not by the API's own address: it asks the client whose tokens it takes, which is a circle."""
    client = RESOURCES["UserPoolClient"]["Properties"]
    back, left = "${ConsoleUrl}/console/signed-in", "${ConsoleUrl}/console/signed-out"
    nothing = {"Ref": "AWS::NoValue"}
    assert client["CallbackURLs"] == [
        {"Ref": "SignInUrl"},
        {"Fn::If": ["ConsoleIsThere", {"Fn::Sub": back}, nothing]},
    ]
    assert client["LogoutURLs"] == {"Fn::If": ["ConsoleIsThere", [{"Fn::Sub": left}], nothing]}
    assert "OperatorApi" not in str(client)


def test_the_console_asks_those_for_tokens_whose_tokens_the_api_takes() -> None:
    [authorizer] = API["Auth"]["Authorizers"].values()
    told = RESOURCES["Api"]["Properties"]["Environment"]["Variables"]
    assert told["CONSOLE_ISSUER"] == authorizer["JwtConfiguration"]["issuer"]
    pool, own, other = told["CONSOLE_CLIENT"]["Fn::If"]
    assert (pool, own) == ("OwnUsers", {"Ref": "UserPoolClient"})
    named = ["ConsoleHasItsClient", {"Ref": "ConsoleClientId"}, {"Ref": "OidcAudience"}]
    assert other == {"Fn::If": named}


def test_a_machine_signs_in_only_where_its_role_is_named() -> None:
    own, role = TEMPLATE["Conditions"]["Machines"]["Fn::And"]
    assert own == {"Condition": "OwnUsers"}
    assert role == {"Fn::Not": [{"Fn::Equals": [{"Ref": "MachineRole"}, ""]}]}
    for logical_id in ("MachineRoles", "MachineClient"):
        assert RESOURCES[logical_id]["Condition"] == "Machines"
    scopes = RESOURCES["MachineRoles"]["Properties"]["Scopes"]
    assert [scope["ScopeName"] for scope in scopes] == ["viewer", "operator", "admin"]
    client = RESOURCES["MachineClient"]["Properties"]
    assert client["GenerateSecret"] is True
    assert client["AllowedOAuthFlows"] == ["client_credentials"]
    assert client["AllowedOAuthScopes"] == [{"Fn::Sub": "role/${MachineRole}"}]


def test_csms_login_listens_where_the_pool_sends_a_browser_back() -> None:
    assert TEMPLATE["Parameters"]["SignInUrl"]["Default"] == CALLBACK


def test_the_function_answers_before_api_gateway_stops_waiting() -> None:
    assert RESOURCES["Api"]["Properties"]["Timeout"] < 30
