"""State machines: their definitions, with the names that things have on this machine."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csms_tools.local.permissions.policies import Policy
from csms_tools.local.stack.resources import Resources
from csms_tools.local.stack.roles import policy_of
from csms_tools.local.stack.template import Properties, TemplateError

LAMBDA_TASKS = (
    "arn:aws:states:::lambda:invoke",
    "arn:aws:states:::lambda:invoke.waitForTaskToken",
)
"""What a task may be: functions of ours are all that a local interpreter reaches."""

_UNDERSTOOD = {"DefinitionS3Location", "DefinitionSubstitutions", "RoleArn", "StateMachineType"}
_HARMLESS = {"LoggingConfiguration", "TracingConfiguration", "Tags"}
_PLACE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class StateMachine:
    id: str
    name: str
    arn: str
    definition: str  # JSON
    role_arn: str
    policy: Policy  # of its role


def state_machines(resources: Resources, base: Path) -> Iterator[StateMachine]:
    """Raises TemplateError; `base` is the folder of the template."""
    for id, raw in resources.of("AWS::StepFunctions::StateMachine"):
        unknown = raw.keys() - _UNDERSTOOD - _HARMLESS
        if unknown:
            raise TemplateError(f"{id}: {', '.join(sorted(unknown))} cannot be done here")
        text = (base / raw["DefinitionS3Location"]["Key"]).read_text()
        substitutions = resources.resolve(raw.get("DefinitionSubstitutions", {}))
        role_arn = str(resources.resolve(raw["RoleArn"]))
        definition = _definition(id, text, substitutions)
        policy = policy_of(resources, id, role_arn)
        yield StateMachine(id, resources.name(id), resources.arn(id), definition, role_arn, policy)


def states(definition: Mapping[str, Any]) -> Iterator[tuple[str, Properties]]:
    """Name and description of every state, also of those within others."""
    for name, state in definition["States"].items():
        yield name, state
        inner = [*state.get("Branches", []), state.get("ItemProcessor"), state.get("Iterator")]
        for each in inner:
            if each:
                yield from states(each)


def _definition(id: str, text: str, substitutions: Mapping[str, str]) -> str:
    missing = set(_PLACE.findall(text)) - substitutions.keys()
    if missing:
        raise TemplateError(f"{id}: nothing stands for {', '.join(sorted(missing))}")
    definition = _PLACE.sub(lambda place: str(substitutions[place[1]]), text)
    parsed = json.loads(definition)
    if parsed.get("QueryLanguage", "JSONPath") != "JSONPath":
        raise TemplateError(f"{id}: only JSONPath is understood here")
    for name, state in states(parsed):
        if state.get("QueryLanguage", "JSONPath") != "JSONPath":
            raise TemplateError(f"{id}.{name}: only JSONPath is understood here")
        if state["Type"] == "Task" and state["Resource"] not in LAMBDA_TASKS:
            raise TemplateError(f"{id}.{name}: {state['Resource']} cannot be done here")
    return definition
