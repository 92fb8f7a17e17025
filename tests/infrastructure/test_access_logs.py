"""Both APIs tell who came and what they were answered, and neither how anybody gets in."""

import json
import re
from typing import Any

import pytest

from csms_tools.local.stack.intrinsics import Resolver
from tests.infrastructure.template import RESOURCES, TEMPLATE

FIRST = {"DomainName": "ocpp.example.com"}
PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": "eu-west-1",
    "AWS::AccountId": "1",
    "AWS::URLSuffix": "amazonaws.com",
}


def settings(api: str, **parameters: str) -> dict[str, Any] | None:
    values = {
        name: str(it["Default"]) for name, it in TEMPLATE["Parameters"].items() if "Default" in it
    }
    resolve = Resolver(
        TEMPLATE, values | FIRST | PSEUDO | parameters, str, lambda *of: ".".join(of)
    )
    found: dict[str, Any] = resolve(RESOURCES[api]["Properties"])
    return found.get("AccessLogSettings")


def members(text: str) -> dict[str, str]:
    """As API Gateway fills it in."""
    found: dict[str, str] = json.loads(re.sub(r"\$context\.([\w.]+)", r"\1", text))
    return found


@pytest.mark.parametrize("tags", ["Masked", "Clear"])
def test_requests_of_operators_are_logged_with_a_path_only_where_id_tags_may_be(tags: str) -> None:
    logged = settings("OperatorApi", LogIdTags=tags)
    assert logged
    told = members(logged["Format"])
    assert told["operator"] == "authorizer.claims.sub"
    assert ("path" in told) is (tags == "Clear")


@pytest.mark.parametrize(("chosen", "there"), [("Off", False), ("On", True), ("WithRole", True)])
def test_frames_are_logged_where_somebody_wants_it(chosen: str, there: bool) -> None:
    logged = settings("ChargePointApi", ChargePointAccessLogs=chosen)
    assert bool(logged) is there
    if logged:
        assert members(logged["Format"])["charge_point_id"] == "authorizer.chargePointId"


def test_neither_names_what_opens_a_door() -> None:
    for api in ("OperatorApi", "ChargePointApi"):
        logged = settings(api, LogIdTags="Clear", ChargePointAccessLogs="On")
        assert logged
        for said in members(logged["Format"]).values():
            assert not re.search("header|body|query|authorization|apikey", said, re.IGNORECASE)


def test_the_first_deployment_does_not_depend_on_a_setting_of_the_account() -> None:
    assert TEMPLATE["Parameters"]["ChargePointAccessLogs"]["Default"] == "Off"
    for id in ("ApiGatewayAccount", "ApiGatewayRole"):
        assert RESOURCES[id]["Condition"] == "LoggingRole"
        assert RESOURCES[id]["DeletionPolicy"] == "Retain"


def test_the_role_is_set_before_the_stage_that_needs_it() -> None:
    """The stage names the log group, and the log group waits for the account's setting."""
    logged = settings("ChargePointApi", ChargePointAccessLogs="WithRole")
    assert logged
    assert logged["DestinationArn"].endswith(":log-group:ChargePointAccessLog")
    assert RESOURCES["ChargePointAccessLog"]["DependsOn"] == "ApiGatewayAccount"


@pytest.mark.parametrize("name", ["OperatorAccessLog", "ChargePointAccessLog"])
def test_they_are_kept_as_long_as_other_logs(name: str) -> None:
    assert RESOURCES[name]["Properties"] == {"RetentionInDays": {"Ref": "LogRetentionDays"}}
