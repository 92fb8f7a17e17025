"""The policy of a function: what its role in the template says."""

from collections.abc import Iterator

from csms_tools.local.permissions.policies import Policy, PolicyError
from csms_tools.local.stack.resources import Resources
from csms_tools.local.stack.template import Properties, TemplateError

# AWS's own policies that the SAM translator adds: for logs and the poller of a queue, none
# of which a function here asks for by itself
_BY_THE_TRANSLATOR = {
    f"arn:aws:iam::aws:policy/{name}"
    for name in (
        "service-role/AWSLambdaBasicExecutionRole",
        "service-role/AWSLambdaSQSQueueExecutionRole",
    )
}


def policy_of(resources: Resources, function: str, role_arn: str) -> Policy:
    """Everything a role is allowed, from wherever the template attaches it."""
    for id, raw in resources.of("AWS::IAM::Role"):
        if resources.arn(id) == role_arn:
            documents = _documents(resources, id, resources.resolve(raw))
            statements = [each for document in documents for each in _listed(document["Statement"])]
            try:
                return Policy.load(statements)
            except PolicyError as error:
                raise TemplateError(f"{function}: {error}") from error
    raise TemplateError(f"{function}: the template has no role {role_arn}")


def _documents(resources: Resources, id: str, role: Properties) -> Iterator[Properties]:
    yield from (policy["PolicyDocument"] for policy in role.get("Policies", []))
    managed = {resources.arn(own): raw for own, raw in resources.of("AWS::IAM::ManagedPolicy")}
    for arn in role.get("ManagedPolicyArns", []):
        if arn in managed:
            yield resources.resolve(managed[arn]["PolicyDocument"])
        elif arn not in _BY_THE_TRANSLATOR:
            raise TemplateError(f"{id}: what {arn} allows is not known here")
    for _, raw in resources.of("AWS::IAM::Policy"):
        if resources.name(id) in resources.resolve(raw.get("Roles", [])):
            yield resources.resolve(raw["PolicyDocument"])


def _listed(statements: Properties | list[Properties]) -> list[Properties]:
    return statements if isinstance(statements, list) else [statements]
