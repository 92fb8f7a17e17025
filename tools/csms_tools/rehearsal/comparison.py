"""Each kind of resource that was deployed, as its service tells of it, against the template."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from csms_tools.rehearsal.deployed import Stack, Unknown

Wrong = list[str]


def differences(id: str, wanted: Mapping[str, Any], found: Mapping[str, Any]) -> Wrong:
    """Of what is wanted alone."""
    return [
        f"{id}.{name} is {found.get(name)!r}, not {value!r}"
        for name, value in wanted.items()
        if not _same(value, found.get(name))
    ]


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, dict) and isinstance(found, dict):
        return wanted.keys() == found.keys() and all(_same(wanted[k], found[k]) for k in wanted)
    if isinstance(wanted, list) and isinstance(found, list):
        return len(wanted) == len(found) and all(map(_same, wanted, found))
    if isinstance(wanted, bool) or isinstance(found, bool):
        return str(wanted).lower() == str(found).lower()
    return str(wanted) == str(found)


def resources(stack: Stack) -> Wrong:
    """What is there is what the template declares, no more and no less."""
    wanted = {id: resource["Type"] for id, resource in stack.wanted()}
    found = {id: kind for id, (kind, _) in stack.found.items()}
    return (
        [f"{id} is missing" for id in sorted(wanted.keys() - found.keys())]
        + [f"{id} was not asked for" for id in sorted(found.keys() - wanted.keys())]
        + differences("types", {id: wanted[id] for id in wanted.keys() & found.keys()}, found)
    )


def functions(stack: Stack) -> Wrong:
    asked = stack.aws.client("lambda")
    wrong: Wrong = []
    for id, properties in stack.of("AWS::Lambda::Function"):
        name = stack.physical(id)
        alias = asked.get_alias(FunctionName=name, Name="live")
        found = asked.get_function_configuration(FunctionName=name, Qualifier="live")
        plain = {
            key: stack.resolve(properties[key])
            for key in (
                "Handler",
                "Runtime",
                "MemorySize",
                "Timeout",
                "Architectures",
                "Description",
            )
        }
        wrong += differences(id, plain | {"Role": stack.resolve(properties["Role"])}, found)
        wrong += differences(
            f"{id}.LoggingConfig",
            stack.resolve(properties["LoggingConfig"]),
            found.get("LoggingConfig", {}),
        )
        layers = [layer["Arn"] for layer in found.get("Layers", [])]
        wrong += differences(
            id, {"Layers": stack.resolve(properties["Layers"])}, {"Layers": layers}
        )
        if not alias["FunctionVersion"].isdigit():
            wrong.append(f"{id}: live leads to {alias['FunctionVersion']}, which is no version")
        wrong += _variables(stack, id, properties["Environment"]["Variables"], found)
    return wrong


def _variables(stack: Stack, id: str, wanted: Mapping[str, Any], found: Mapping[str, Any]) -> Wrong:
    """Where a secret is put in by reference, there is something."""
    has = found["Environment"]["Variables"]
    wrong = [f"{id} lacks {name}" for name in sorted(wanted.keys() - has.keys())]
    wrong += [f"{id} has {name}, too" for name in sorted(has.keys() - wanted.keys())]
    for name in sorted(wanted.keys() & has.keys()):
        try:
            value = str(stack.resolve(wanted[name]))
        except Unknown:
            value = "{{resolve:"
        if value.startswith("{{resolve:"):
            if not has[name] or "{{resolve:" in has[name]:
                wrong.append(f"{id}.{name} was not put in")
        else:
            wrong += differences(id, {name: value}, has)
    return wrong


def tables(stack: Stack) -> Wrong:
    asked = stack.aws.client("dynamodb")
    wrong: Wrong = []
    for id, properties in stack.of("AWS::DynamoDB::Table"):
        name = stack.physical(id)
        found = asked.describe_table(TableName=name)["Table"]
        wanted = stack.resolve(properties)
        wrong += differences(id, {"KeySchema": wanted["KeySchema"]}, found)
        wrong += differences(
            f"{id} by name",
            {one["AttributeName"]: one["AttributeType"] for one in wanted["AttributeDefinitions"]},
            {one["AttributeName"]: one["AttributeType"] for one in found["AttributeDefinitions"]},
        )
        indexes = {one["IndexName"]: one for one in found["GlobalSecondaryIndexes"]}
        for index in wanted["GlobalSecondaryIndexes"]:
            wrong += differences(f"{id}.{index['IndexName']}", index, indexes[index["IndexName"]])
        told = found | {"BillingMode": found.get("BillingModeSummary", {}).get("BillingMode")}
        asked_for = ("BillingMode", "DeletionProtectionEnabled")
        wrong += differences(id, {name: wanted[name] for name in asked_for}, told)
    return wrong


def queues(stack: Stack) -> Wrong:
    asked = stack.aws.client("sqs")
    policies = {
        stack.resolve(properties["Queues"])[0]: stack.resolve(properties["PolicyDocument"])
        for _, properties in stack.of("AWS::SQS::QueuePolicy")
    }
    wrong: Wrong = []
    for id, properties in stack.of("AWS::SQS::Queue"):
        url = stack.physical(id)
        found = asked.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        wanted = stack.resolve(properties)
        documents = {"RedrivePolicy": wanted.pop("RedrivePolicy", None), "Policy": policies[url]}
        wrong += differences(id, wanted, found)
        for name, document in documents.items():
            told = json.loads(found[name]) if found.get(name) else None
            wrong += differences(id, {name: document}, {name: told})
    for id, properties in stack.of("AWS::Lambda::EventSourceMapping"):
        mapping = stack.aws.client("lambda").get_event_source_mapping(UUID=stack.physical(id))
        wanted = stack.resolve(properties)
        wanted.pop("FunctionName")  # told as the ARN of the alias, or of its version
        wrong += differences(id, wanted, mapping)
    return wrong


def machines(stack: Stack) -> Wrong:
    asked = stack.aws.client("stepfunctions")
    wrong: Wrong = []
    for id, properties in stack.of("AWS::StepFunctions::StateMachine"):
        found = asked.describe_state_machine(stateMachineArn=stack.physical(id))
        source = properties["DefinitionS3Location"]["Key"]
        text = _substituted(
            (stack.folder / source).read_text(),
            stack.resolve(properties["DefinitionSubstitutions"]),
        )
        wrong += differences(id, {"roleArn": stack.resolve(properties["RoleArn"])}, found)
        told = {"definition": json.loads(found["definition"])}
        wrong += differences(id, {"definition": json.loads(text)}, told)
    return wrong


def _substituted(definition: str, given: Mapping[str, Any]) -> str:
    return re.sub(r"\$\{(\w+)\}", lambda name: str(given[name[1]]), definition)


def parameters(stack: Stack) -> Wrong:
    asked = stack.aws.client("ssm")
    wrong: Wrong = []
    for id, properties in stack.of("AWS::SSM::Parameter"):
        found = asked.get_parameter(Name=stack.physical(id))["Parameter"]
        wrong += differences(id, {"Value": stack.resolve(properties["Value"])}, found)
    return wrong


COMPARED: dict[str, Callable[[Stack], Wrong]] = {
    "every resource of the template is there, and no other": resources,
    "functions: handler, memory, timeout, architecture, layer, role, log group, environment,"
    " and an alias of a published version": functions,
    "tables: keys, indexes, billing, deletion protection": tables,
    "queues: timeouts, dead letters, policies, and what takes from them": queues,
    "state machines: definition and role": machines,
    "parameters of Systems Manager: the ARN of each table": parameters,
}
