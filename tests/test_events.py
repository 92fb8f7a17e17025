"""One real event a route, each run against the function that the template names."""

import json
from importlib import import_module
from typing import Any

import pytest

from csms.credentials import hash_password
from tests.actions import ACTIONS
from tests.conftest import handler_of
from tests.stored import provision, provision_id_tag
from tests.support import RESOURCES, ROOT, Context, Sockets

EVENTS = {path.stem: json.loads(path.read_text()) for path in (ROOT / "events").glob("*.json")}
NO_ROUTE = {"api", "authorizer", "tasks"}
NOON = "2026-06-01T12:00:00.000Z"

ANSWERS: dict[str, dict[str, Any]] = {
    "Authorize": {"idTagInfo": {"status": "Accepted"}},
    "BootNotification": {"status": "Accepted", "currentTime": NOON, "interval": 300},
    "DataTransfer": {"status": "UnknownVendorId"},
    "DiagnosticsStatusNotification": {},
    "FirmwareStatusNotification": {},
    "Heartbeat": {"currentTime": NOON},
    "LogStatusNotification": {},
    "MeterValues": {},
    "SecurityEventNotification": {},
    "SignCertificate": {"status": "Accepted"},
    "SignedFirmwareStatusNotification": {},
    "StartTransaction": {"idTagInfo": {"status": "Accepted"}, "transactionId": 1863574694},
    "StatusNotification": {},
    "StopTransaction": {"idTagInfo": {"status": "Accepted"}},
}


@pytest.fixture
def provisioned(store: None) -> None:
    provision(
        "CP1",
        security_profile=2,
        password_hash=hash_password("sixteen-letters!"),
        generation=EVENTS["connect"]["requestContext"]["authorizer"]["generation"],
    )
    provision_id_tag("04A2B3C4D5E680")


def run(name: str, function: str) -> Any:
    """`function`: a route, or the logical id of what no route leads to."""
    if function in RESOURCES["ChargePointApi"]["Properties"]["Routes"]:
        return handler_of(function)(EVENTS[name], Context())
    module, handler = RESOURCES[function]["Properties"]["Handler"].rsplit(".", 1)
    return getattr(import_module(module), handler)(EVENTS[name], Context())


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.usefixtures("provisioned")
def test_an_action_is_answered_on_the_connection_it_came_over(
    action: str, sockets: Sockets
) -> None:
    assert run(action, action) == {"statusCode": 200}
    unique_id = json.loads(EVENTS[action]["body"])[1]
    assert sockets.posted == [("TXzPNd0PDoECGjA=", [3, unique_id, ANSWERS[action]])]


@pytest.mark.usefixtures("provisioned")
def test_the_authorizer_lets_connect_decide() -> None:
    policy = run("authorizer", "Authorizer")
    assert policy["policyDocument"]["Statement"][0]["Effect"] == "Allow"
    told = EVENTS["connect"]["requestContext"]["authorizer"]
    assert policy["context"] == {name: told[name] for name in policy["context"]}
    assert policy["principalId"] == told["principalId"]


@pytest.mark.usefixtures("provisioned")
def test_a_charge_point_connects_and_disconnects() -> None:
    connected = {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "ocpp1.6"}}
    assert run("connect", "$connect") == connected
    assert run("disconnect", "$disconnect") == {"statusCode": 200}


@pytest.mark.usefixtures("provisioned")
def test_what_no_route_takes_is_answered_too(sockets: Sockets) -> None:
    assert run("default", "$default") == {"statusCode": 200}
    assert sockets.frames == [
        [4, "19223200", "NotImplemented", "SetOutlet is no action of OCPP 1.6", {}]
    ]


def test_a_task_is_done(sockets: Sockets) -> None:
    assert run("tasks", "Tasks") == {"batchItemFailures": []}
    assert sockets.closed == ["TXzOld0PDoECGjA="]


@pytest.mark.usefixtures("provisioned")
def test_an_operator_is_answered() -> None:
    answer = run("api", "Api")
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"])["id"] == "CP1"


def test_every_route_and_every_other_function_has_its_event() -> None:
    routes = RESOURCES["ChargePointApi"]["Properties"]["Routes"]
    assert set(EVENTS) == {route.removeprefix("$") for route in routes} | NO_ROUTE


@pytest.mark.parametrize("name", sorted(set(EVENTS) - NO_ROUTE))
def test_an_event_is_of_its_route(name: str) -> None:
    context = EVENTS[name]["requestContext"]
    assert context["routeKey"].removeprefix("$") == name
    if context["eventType"] == "MESSAGE" and name != "default":
        assert json.loads(EVENTS[name]["body"])[2] == name
