"""Roles, policies, routes and outputs that were deployed, against the template."""

import json
from typing import Any
from urllib.parse import unquote

from csms_tools.rehearsal.comparison import Wrong, differences
from csms_tools.rehearsal.deployed import Stack, Unknown


def roles(stack: Stack) -> Wrong:
    asked = stack.aws.client("iam")
    wrong: Wrong = []
    for id, properties in stack.of("AWS::IAM::Role"):
        name = stack.physical(id)
        wanted = stack.resolve(properties)
        found = asked.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        wrong += differences(
            id,
            {"AssumeRolePolicyDocument": wanted["AssumeRolePolicyDocument"]},
            {"AssumeRolePolicyDocument": _document(found)},
        )
        inline = {
            policy: _document(
                asked.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
            )
            for policy in asked.list_role_policies(RoleName=name)["PolicyNames"]
        }
        asked_for = {one["PolicyName"]: one["PolicyDocument"] for one in wanted.get("Policies", [])}
        wrong += differences(id, {"Policies": asked_for}, {"Policies": inline})
        attached = asked.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
        wrong += differences(
            id,
            {"ManagedPolicyArns": sorted(wanted.get("ManagedPolicyArns", []))},
            {"ManagedPolicyArns": sorted(one["PolicyArn"] for one in attached)},
        )
    for id, properties in stack.of("AWS::IAM::ManagedPolicy"):
        policy = asked.get_policy(PolicyArn=stack.physical(id))["Policy"]
        version = asked.get_policy_version(
            PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"]
        )["PolicyVersion"]
        wrong += differences(
            id,
            {"PolicyDocument": stack.resolve(properties["PolicyDocument"])},
            {"PolicyDocument": _document(version["Document"])},
        )
    return wrong


def _document(told: Any) -> Any:
    return json.loads(unquote(told)) if isinstance(told, str) else told


def routes(stack: Stack) -> Wrong:
    """Of the WebSocket API: each leads to the alias of the function of its name."""
    asked = stack.aws.client("apigatewayv2")
    (api,) = (stack.physical(id) for id, _ in stack.of("AWS::ApiGatewayV2::Api") if "Point" in id)
    integrations = {
        one["IntegrationId"]: one["IntegrationUri"]
        for one in asked.get_integrations(ApiId=api)["Items"]
    }
    found = {
        one["RouteKey"]: integrations[one["Target"].rpartition("/")[2]]
        for one in asked.get_routes(ApiId=api)["Items"]
    }
    wrong: Wrong = []
    wanted = {
        properties["RouteKey"]
        for _, properties in stack.of("AWS::ApiGatewayV2::Route")
        if stack.resolve(properties["ApiId"]) == api
    }
    wrong += differences("routes", {"keys": sorted(wanted)}, {"keys": sorted(found)})
    for key, uri in found.items():
        alias = stack.physical(
            f"{key.removeprefix('$').capitalize() if '$' in key else key}Aliaslive"
        )
        if f"/functions/{alias}/invocations" not in uri:
            wrong.append(f"{key} leads to {uri}, not to {alias}")
    return wrong


def outputs(stack: Stack) -> Wrong:
    found = stack.outputs()
    wanted = stack.wanted_outputs()
    wrong = differences("outputs", {"names": sorted(wanted)}, {"names": sorted(found)})
    for name in wanted.keys() & found.keys():
        try:
            wrong += differences("outputs", {name: stack.resolve(wanted[name])}, found)
        except Unknown:
            if not found[name] or "${" in found[name]:
                wrong.append(f"{name} is {found[name]!r}")
    return wrong


COMPARED = {
    "roles and managed policies: who may take them on, and each statement": roles,
    "the routes of the WebSocket API, each to the alias of its function": routes,
    "outputs": outputs,
}
