"""template.yaml and the code agree: routes, files, functions, environment, permissions."""

import ast
import re
from contextlib import suppress
from importlib import import_module
from typing import Any

import pytest

from csms.credentials import hash_password
from csms.telemetry import logger
from tests.infrastructure.template import RESOURCES, TEMPLATE, of_type
from tests.support import ROOT, Context

CODE = [*ROOT.glob("functions/**/*.py"), *ROOT.glob("layers/csms/csms/**/*.py")]
OF_LAMBDA = {
    "AWS_ACCESS_KEY_ID",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
}
OF_A_DESK = {"AWS_CA_BUNDLE"}
OF_POWERTOOLS = {"POWERTOOLS_LOG_LEVEL"}

FUNCTIONS = of_type("AWS::Serverless::Function")
ROUTES = {
    route: target["FunctionArn"]["Ref"].removesuffix(".Alias")
    for route, target in RESOURCES["ChargePointApi"]["Properties"]["Routes"].items()
}
ACTIONS = [route for route in ROUTES if not route.startswith("$")]


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


# ── Routes, files, functions ──


def test_every_action_has_a_file_and_every_file_a_route() -> None:
    files = {path.stem for path in (ROOT / "functions/inbound").glob("[a-z]*.py")}
    assert files == {snake_case(action) for action in ACTIONS}
    assert len(files) == 14


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_has_one_name_everywhere(action: str) -> None:
    assert ROUTES[action] == action
    assert FUNCTIONS[action]["Handler"] == f"inbound.{snake_case(action)}.handler"
    module = import_module(f"inbound.{snake_case(action)}")
    for name in (action, f"{action}Response", snake_case(action)):
        assert hasattr(module, name)


@pytest.mark.parametrize("route", ["$connect", "$disconnect", "$default"])
def test_the_routes_of_the_socket_lead_to_its_functions(route: str) -> None:
    name = route.removeprefix("$")
    assert ROUTES[route] == name.capitalize()
    assert FUNCTIONS[name.capitalize()]["Handler"] == f"connection.{name}.handler"


@pytest.mark.parametrize("logical_id", FUNCTIONS)
def test_a_function_has_a_handler(logical_id: str) -> None:
    module, name = FUNCTIONS[logical_id]["Handler"].rsplit(".", 1)
    assert callable(getattr(import_module(module), name))


def test_every_file_with_a_handler_is_a_function() -> None:
    handlers = {
        ".".join(path.relative_to(ROOT / "functions").with_suffix("").parts) + ".handler"
        for path in ROOT.glob("functions/**/*.py")
        if re.search(r"^(handler = |def handler\()", path.read_text(), re.MULTILINE)
    }
    assert handlers == {function["Handler"] for function in FUNCTIONS.values()}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_logs_as_what_it_runs(name: str) -> None:
    """Whatever comes: an event that none of them knows."""
    module, _, handler = FUNCTIONS[name]["Handler"].rpartition(".")
    logger.formatter.of_the_call = {}
    with suppress(Exception):
        getattr(import_module(module), handler)({}, Context())
    keys = logger.formatter.of_the_call
    assert keys["function_request_id"] == Context.aws_request_id
    assert keys["function_name"] == Context.function_name
    assert "cold_start" in keys


def test_nothing_is_traced_for_nobody_reads_traces() -> None:
    text = (ROOT / "template.yaml").read_text()
    assert not re.search("tracing|xray", text, re.IGNORECASE)


def test_the_action_in_a_frame_selects_the_route() -> None:
    api = RESOURCES["ChargePointApi"]["Properties"]
    assert api["RouteSelectionExpression"] == "$request.body.[2]"


def test_every_charge_point_is_asked_who_it_is() -> None:
    auth = RESOURCES["ChargePointApi"]["Properties"]["Auth"]
    assert auth["AuthArn"] == {"Ref": "Authorizer.Alias"}
    # API Gateway refuses a client without the identity source by itself: certificates bring none
    assert "IdentitySource" not in auth


# ── What functions are given, and what they may do ──


def given_to(logical_id: str) -> set[str]:
    own = FUNCTIONS[logical_id].get("Environment", {}).get("Variables", {})
    return {*TEMPLATE["Globals"]["Function"]["Environment"]["Variables"], *own}


GIVEN = set().union(*map(given_to, FUNCTIONS))


def test_whatever_the_code_reads_is_given() -> None:
    read = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Subscript(
                    ast.Attribute(attr="environ"), ast.Constant(str(name))
                ) | ast.Call(
                    ast.Attribute(ast.Attribute(attr="environ"), "get"),
                    [ast.Constant(str(name)), *_],
                ):
                    read.add(name)
    assert read
    assert read <= GIVEN | OF_LAMBDA | OF_A_DESK


@pytest.mark.parametrize("name", sorted(GIVEN - OF_POWERTOOLS))
def test_whatever_is_given_is_read(name: str) -> None:
    assert any(f'"{name}"' in path.read_text() for path in CODE)


def test_secrets_are_given_to_those_that_compare_them() -> None:
    holders = {
        name: {logical_id for logical_id in FUNCTIONS if name in given_to(logical_id)}
        for name in (
            "FILES_KEY",
            "ORIGIN_SECRET",
            "PREVIOUS_ORIGIN_SECRET",
            "ONBOARDING_PASSWORD_HASH",
        )
    }
    assert holders == {
        "FILES_KEY": {"Api", "LookAtCampaign", "Tasks"},
        "ORIGIN_SECRET": {"Authorizer"},
        "PREVIOUS_ORIGIN_SECRET": {"Authorizer"},
        "ONBOARDING_PASSWORD_HASH": {"Authorizer", "Connect"},
    }


def test_those_that_have_certificates_signed_know_by_whom() -> None:
    signing = {it for it in FUNCTIONS if "CERTIFICATE_AUTHORITY" in given_to(it)}
    assert signing == {"Api", "Tasks"}
    for action in ("secretsmanager:GetSecretValue", "kms:Sign"):
        assert {it for it in FUNCTIONS if action in str(own_statements(it))} == signing


def test_only_who_looks_after_the_certificates_of_hosts_may_read_them() -> None:
    assert {it for it in FUNCTIONS if "SERVER_CERTIFICATES" in given_to(it)} == {"Api", "Reconcile"}
    told = [
        FUNCTIONS[it]["Environment"]["Variables"]["SERVER_CERTIFICATES"]
        for it in ("Api", "Reconcile")
    ]
    assert told[0] == told[1]
    others = [(f"{host}Host", f"{host}CertificateArn") for host in ("Password", "OtherKey")]
    first = {"Ref": "CertificateArn"}
    asked = [{"Fn::If": [host, {"Ref": arn}, ""]} for host, arn in others]
    assert told[0] == {"Fn::Join": ["\n", [first, *asked]]}
    readable = [{"Fn::If": [host, {"Ref": arn}, {"Ref": "AWS::NoValue"}]} for host, arn in others]
    reading = {
        it: [each for each in own_statements(it) if "acm:" in str(each["Action"])]
        for it in FUNCTIONS
    }
    assert {it: found for it, found in reading.items() if found} == {
        "Reconcile": [
            {
                "Effect": "Allow",
                "Action": "acm:DescribeCertificate",
                "Resource": [first, *readable],
            }
        ]
    }


def test_only_who_makes_or_judges_certificates_is_told_of_our_name() -> None:
    grace = {it for it in FUNCTIONS if "EXPIRED_CERTIFICATE_GRACE_DAYS" in given_to(it)}
    assert grace == {"Authorizer"}
    named = {it for it in FUNCTIONS if "CPO_NAME" in given_to(it)}
    assert named == {"Api", "Authorizer", "Tasks"}


def test_only_the_operators_function_is_told_where_roles_stand() -> None:
    for name in ("ROLE_CLAIM", "ROLES_OF_GROUPS", "MACHINE_CLIENT"):
        assert [it for it in FUNCTIONS if name in given_to(it)] == ["Api"]


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("", True),
        ("CSMS Admins=admin", True),
        ("CSMS Admins=admin,Field Service=operator", True),
        ("CSMS Admins=admin, a=viewer", True),
        ("CSMS Admins", False),
        ("CSMS Admins=root", False),
        ("=admin", False),
        (" =admin", False),
        ("a=admin,", False),
        ("a=admin b=viewer", False),
    ],
)
def test_groups_stand_for_roles_and_nothing_else(value: str, good: bool) -> None:
    pattern = TEMPLATE["Parameters"]["RolesOfGroups"]["AllowedPattern"]
    assert bool(re.fullmatch(pattern, value)) is good


LOOKING = {"EndReservation", "LookAtUpdate", "Reconcile"}  # and saying nothing to anybody
ANSWERING = sorted({*FUNCTIONS} - LOOKING - {"Authorizer"})


@pytest.mark.parametrize("logical_id", ANSWERING)
def test_whoever_speaks_to_charge_points_may_queue_and_close_the_socket(logical_id: str) -> None:
    allowed = [each for each in own_statements(logical_id) if "sqs:SendMessage" in actions(each)]
    assert [each["Resource"] for each in allowed] == [{"Fn::GetAtt": ["TaskQueue", "Arn"]}]
    places = str([each["Resource"] for each in own_statements(logical_id)])
    assert "/POST/@connections/*" in places
    closes = logical_id != "LookAtCampaign"  # which is told nothing over a socket
    assert ("/DELETE/@connections/*" in places) is closes


def own_statements(logical_id: str) -> list[dict[str, Any]]:
    """Of a function, with those of the policies that it shares."""
    shared = of_type("AWS::IAM::ManagedPolicy")
    return [
        granted(statement)
        for policy in FUNCTIONS[logical_id]["Policies"]
        for statement in (shared[policy["Ref"]]["PolicyDocument"] if "Ref" in policy else policy)[
            "Statement"
        ]
    ]


def granted(statement: dict[str, Any]) -> dict[str, Any]:
    """Where its condition holds."""
    if "Fn::If" not in statement:
        return statement
    _, there, otherwise = statement["Fn::If"]
    assert otherwise == {"Ref": "AWS::NoValue"}
    return dict(there)


def actions(statement: dict[str, Any]) -> list[str]:
    listed = statement["Action"]
    return [listed] if isinstance(listed, str) else listed


def statements() -> list[dict[str, Any]]:
    documents = [policy["PolicyDocument"] for policy in of_type("AWS::IAM::ManagedPolicy").values()]
    documents += [
        policy
        for function in FUNCTIONS.values()
        for policy in function["Policies"]
        if "Statement" in policy
    ]
    return [granted(statement) for document in documents for statement in document["Statement"]]


def test_no_policy_reaches_further_than_it_says() -> None:
    for statement in statements():
        for action in actions(statement):
            assert "*" not in action
        assert statement["Resource"] != "*"
        assert {*statement} == {"Effect", "Action", "Resource"}


STARTING = {"Reconcile", "Tasks"}  # executions, of every machine


@pytest.mark.parametrize("logical_id", sorted(FUNCTIONS))
def test_a_function_starts_the_machines_that_it_is_told_of_and_no_other(logical_id: str) -> None:
    own = FUNCTIONS[logical_id].get("Environment", {}).get("Variables", {})
    told = [value for name, value in own.items() if name.endswith("_MACHINE")]
    machines = [{"Ref": machine} for machine in of_type("AWS::Serverless::StateMachine")]
    assert sorted(told, key=str) == (sorted(machines, key=str) if logical_id in STARTING else [])
    allowed = [each for each in own_statements(logical_id) if "states:" in str(each["Action"])]
    assert allowed == (
        [{"Effect": "Allow", "Action": "states:StartExecution", "Resource": told}] if told else []
    )


def test_no_function_may_scan() -> None:
    assert "dynamodb:Scan" not in str(statements())


@pytest.mark.parametrize("logical_id", FUNCTIONS)
def test_a_function_keeps_its_logs_as_long_as_the_operator_says(logical_id: str) -> None:
    logs = FUNCTIONS[logical_id]["LoggingConfig"]["LogGroup"]["Ref"]
    assert logs == f"{logical_id}Logs"
    assert RESOURCES[logs]["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}


# ── The first deployment ──


@pytest.mark.parametrize("parameter", TEMPLATE["Parameters"])
def test_no_parameter_is_asked_for_for_ever(parameter: str) -> None:
    """A guided deployment offers no default of a NoEcho parameter, and takes no empty answer."""
    assert "NoEcho" not in TEMPLATE["Parameters"][parameter]


def test_the_hash_of_the_onboarding_password_is_one_or_empty() -> None:
    pattern = TEMPLATE["Parameters"]["OnboardingPasswordHash"]["AllowedPattern"]
    assert re.fullmatch(pattern, "")
    assert re.fullmatch(pattern, hash_password("sixteen-characters"))
    assert not re.fullmatch(pattern, "sixteen-characters")


def test_answers_of_a_guided_deployment_go_to_a_file_that_git_does_not_track() -> None:
    makefile = (ROOT / "Makefile").read_text()
    (answers,) = re.findall(r"^ANSWERS := (\S+)$", makefile, re.MULTILINE)
    assert "deploy --config-file $(CURDIR)/$(ANSWERS)" in makefile
    assert f"/{answers}" in (ROOT / ".gitignore").read_text().splitlines()
