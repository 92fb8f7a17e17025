"""Whatever invokes a function invokes its alias: a snapshot, or a step back, is everybody's."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samtranslator.model.preferences.deployment_preference_collection import (
    CODEDEPLOY_PREDEFINED_CONFIGURATIONS_LIST,
)

from csms_tools.local.options import PARAMETERS
from csms_tools.local.stack.resources import REGION, Resources
from csms_tools.local.stack.stack import Stack
from csms_tools.local.stack.template import TemplateError, translated
from tests.infrastructure.template import TEMPLATE, of_type
from tests.support import ROOT

FUNCTIONS = of_type("AWS::Serverless::Function")
GLOBALS = TEMPLATE["Globals"]["Function"]
GIVEN = {"OidcAudience": "csms", "DomainName": "csms.example"}
WATCHES = {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard"}
"""They name functions, and invoke none."""
INVOKES = {
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::Authorizer",
    "AWS::ApiGatewayV2::Integration",
    "AWS::Events::Rule",
    "AWS::IAM::Role",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Permission",
    "AWS::StepFunctions::StateMachine",
}


def resources(path: Path = ROOT / "template.yaml") -> dict[str, Any]:
    found: dict[str, Any] = translated(path, GIVEN, REGION)["Resources"]
    return found


@pytest.fixture(scope="module")
def stack() -> dict[str, Any]:
    return resources()


def references(value: Any) -> Iterator[str]:
    """Logical ids that it refers to, also from within texts."""
    match value:
        case {"Ref": str(name)}:
            yield name
        case {"Fn::GetAtt": [name, *_]} | {"Fn::GetAtt": str(name)}:
            yield name.partition(".")[0]
        case dict():
            for each in value.values():
                yield from references(each)
        case list():
            for each in value:
                yield from references(each)
        case str():
            yield from re.findall(r"\$\{(\w+)(?:\.\w+)?\}", value)


def test_every_function_has_an_alias_of_its_newest_version(stack: dict[str, Any]) -> None:
    for name in FUNCTIONS:
        alias = stack[f"{name}Aliaslive"]["Properties"]
        version = alias["FunctionVersion"]["Fn::GetAtt"][0]
        assert alias == {
            "Name": "live",
            "FunctionName": {"Ref": name},
            "FunctionVersion": {"Fn::GetAtt": [version, "Version"]},
        }
        assert stack[version]["Properties"]["FunctionName"] == {"Ref": name}


def test_nothing_invokes_a_function_past_its_alias(stack: dict[str, Any]) -> None:
    leading = {}
    for id, resource in stack.items():
        named = set(references(resource.get("Properties", {})))
        if resource["Type"] in ("AWS::Lambda::Alias", "AWS::Lambda::Version", *WATCHES):
            continue
        assert not named & FUNCTIONS.keys(), id
        if named & {f"{name}Aliaslive" for name in FUNCTIONS}:
            leading[id] = resource["Type"]
    assert set(leading.values()) == INVOKES


def test_the_edge_shows_a_secret_that_the_alias_knows(stack: dict[str, Any]) -> None:
    edges = [it for it in stack.values() if it["Type"] == "AWS::CloudFront::Distribution"]
    assert {edge["DependsOn"] for edge in edges} == {"AuthorizerAliaslive"}


def versions(stack: dict[str, Any]) -> dict[str, str]:
    """By function."""
    return {
        name: stack[f"{name}Aliaslive"]["Properties"]["FunctionVersion"]["Fn::GetAtt"][0]
        for name in FUNCTIONS
    }


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("functions/\n", "another/\n"),
        ("layers/csms\n", "layers/another\n"),
        ("MemorySize: 512", "MemorySize: 640"),
        ("Timeout: 10", "Timeout: 11"),
        ("deployment 0", "deployment 815"),
        ("VALIDATION: !Ref Validation", "VALIDATION: Strict"),
    ],
)
def test_what_is_changed_is_published(
    what: str, instead: str, tmp_path: Path, stack: dict[str, Any]
) -> None:
    template = (ROOT / "template.yaml").read_text()
    assert what in template
    changed = tmp_path / "template.yaml"
    changed.write_text(template.replace(what, instead, 1))
    before, after = versions(stack), versions(resources(changed))
    own = what.partition(":")[0]
    for name in FUNCTIONS:
        assert (before[name] == after[name]) == (own in FUNCTIONS[name])


def test_make_deploy_numbers_what_it_deploys_by_the_parameters() -> None:
    """A value of a parameter is no difference to SAM (serverless-application-model, issue 3820)."""
    assert GLOBALS["Description"] == "deployment 0"
    dry = subprocess.run(
        ["make", "--dry-run", "deploy", "ARGS=--guided"], cwd=ROOT, capture_output=True, text=True
    )
    numbering, deploying = dry.stdout.index("deployment 0"), dry.stdout.index(" deploy --config")
    assert numbering < deploying


def test_snapshots_are_the_parameter_s_to_say(stack: dict[str, Any]) -> None:
    assert TEMPLATE["Parameters"]["SnapStart"]["Default"] == "None"
    for name in FUNCTIONS:
        assert stack[name]["Properties"]["SnapStart"] == {"ApplyOn": {"Ref": "SnapStart"}}


def test_the_desk_invokes_by_the_alias_and_knows_no_other() -> None:
    here = Stack.load(
        ROOT / "template.yaml", PARAMETERS | {"OidcIssuer": "https://issuer.example.com"}
    )
    functions = here.functions.values()
    assert {it.invoked_arn.removeprefix(it.arn) for it in functions} == {":live"}
    assert {*here.routes.values(), here.authorizer} < here.functions.keys()
    known = Resources(translated(ROOT / "template.yaml", GIVEN, REGION), GIVEN, "http://aws")
    assert known.function(here.functions["Tasks"].invoked_arn) == "Tasks"
    with pytest.raises(TemplateError, match="no function"):
        known.function(f"{here.functions['Tasks'].arn}:another")


GRADUALLY = [
    it for it in TEMPLATE["Parameters"]["Deployment"]["AllowedValues"] if it != "AllAtOnce"
]


def of_codedeploy(stack: dict[str, Any]) -> dict[str, Any]:
    return {id: it for id, it in stack.items() if it["Type"].startswith("AWS::CodeDeploy")}


def test_codedeploy_has_no_part_in_it_unless_it_is_asked_for(stack: dict[str, Any]) -> None:
    assert TEMPLATE["Parameters"]["Deployment"]["Default"] == "AllAtOnce"
    assert of_codedeploy(stack) == {}
    assert "CodeDeployServiceRole" not in stack
    assert all("UpdatePolicy" not in stack[f"{name}Aliaslive"] for name in FUNCTIONS)


def test_every_way_to_deploy_is_said_to_be_gradual_or_not() -> None:
    ways = {way: said["Gradual"] for way, said in TEMPLATE["Mappings"]["Deployments"].items()}
    assert ways == {"AllAtOnce": "false"} | dict.fromkeys(GRADUALLY, "true")


def test_a_gradual_deployment_changes_every_alias_over_and_back_where_an_alarm_rises() -> None:
    """SAM knows each by its name; anything else would be a configuration of one's own."""
    given = GIVEN | {"Deployment": "Canary10Percent5Minutes"}
    changed = translated(ROOT / "template.yaml", given, REGION)["Resources"]
    groups = of_codedeploy(changed)
    assert len(groups) == 1 + len(FUNCTIONS)
    for name in FUNCTIONS:
        group = groups[f"{name}DeploymentGroup"]["Properties"]
        assert group["DeploymentConfigName"]["Fn::Sub"][1] == {"ConfigName": given["Deployment"]}
        condition, there, otherwise = group["AlarmConfiguration"]["Fn::If"]
        assert (condition, otherwise) == ("Alarms", {})
        assert there["Alarms"] == [{"Name": {"Ref": "AstrayActionsAlarm"}}]
        assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]
        update = changed[f"{name}Aliaslive"]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
        assert update["DeploymentGroupName"] == {"Ref": f"{name}DeploymentGroup"}
    assert set(GRADUALLY) < {*CODEDEPLOY_PREDEFINED_CONFIGURATIONS_LIST}
