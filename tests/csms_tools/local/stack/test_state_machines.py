import json
from pathlib import Path
from typing import Any

import pytest

from csms_tools.local.stack.stack import Stack, TemplateError
from csms_tools.local.stack.state_machines import states
from tests.csms_tools.local import stacks
from tests.support import ROOT

MACHINE = """
Machine:
  Type: AWS::Serverless::StateMachine
  Properties:
    DefinitionUri: machine.asl.json
    DefinitionSubstitutions: {Task: !GetAtt Bare.Arn}
    Policies:
      - Statement:
          - {Effect: Allow, Action: lambda:InvokeFunction, Resource: !GetAtt Bare.Arn}
Starter:
  Type: AWS::Serverless::Function
  Properties:
    Environment: {Variables: {MACHINE: !Ref Machine}}
    Policies:
      - Statement:
          - {Effect: Allow, Action: states:StartExecution, Resource: !Ref Machine}
"""
INVOKE = "arn:aws:states:::lambda:invoke"
FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:Bare"


def task(**changes: Any) -> dict[str, Any]:
    parameters = {"FunctionName": "${Task}", "Payload.$": "$"}
    state = {"Type": "Task", "Resource": INVOKE, "Parameters": parameters, "End": True}
    return {"StartAt": "Do", "States": {"Do": {**state, **changes}}}


def load(folder: Path, definition: dict[str, Any]) -> Stack:
    (folder / "machine.asl.json").write_text(json.dumps(definition))
    return stacks.stack(folder, more=MACHINE)


def test_a_machine_has_the_names_that_things_have_here(tmp_path: Path) -> None:
    stack = load(tmp_path, task())
    machine = stack.state_machines["Machine"]
    assert machine.arn == "arn:aws:states:eu-west-1:000000000000:stateMachine:Machine"
    done = json.loads(machine.definition)["States"]["Do"]
    assert done["Parameters"]["FunctionName"] == FUNCTION
    assert stack.functions["Starter"].environment["MACHINE"] == machine.arn


def test_it_may_do_what_its_role_says_and_so_may_who_starts_it(tmp_path: Path) -> None:
    stack = load(tmp_path, task())
    machine = stack.state_machines["Machine"]
    assert machine.policy.allows("lambda:InvokeFunction", FUNCTION)
    assert not machine.policy.allows("lambda:InvokeFunction", FUNCTION + "2")
    assert stack.functions["Starter"].policy.allows("states:StartExecution", machine.arn)


PARALLEL = {
    "StartAt": "Both",
    "States": {
        "Both": {
            "Type": "Parallel",
            "Branches": [task(), task(Resource="arn:aws:states:::dynamodb:putItem")],
            "End": True,
        }
    },
}


@pytest.mark.parametrize(
    ("definition", "complaint"),
    [
        (task(Resource="arn:aws:states:::sqs:sendMessage"), "Machine.Do: .*sqs:sendMessage"),
        (task(Resource=INVOKE + ".sync"), "cannot be done here"),
        (PARALLEL, "Machine.Do: .*dynamodb:putItem cannot be done"),
        (task() | {"QueryLanguage": "JSONata"}, "Machine: only JSONPath"),
        (task(QueryLanguage="JSONata"), r"Machine\.Do: only JSONPath"),
        (task(Comment="${Missing}"), "nothing stands for Missing"),
    ],
)
def test_what_cannot_run_here_is_refused(
    definition: dict[str, Any], complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(TemplateError, match=complaint):
        load(tmp_path, definition)


def test_states_within_states_are_found() -> None:
    assert [name for name, _ in states(PARALLEL)] == ["Both", "Do", "Do"]


@pytest.mark.parametrize("file", sorted(ROOT.glob("infrastructure/state_machines/*.json")))
def test_every_definition_is_a_machine_of_the_template(file: Path) -> None:
    stack = Stack.load(ROOT / "template.yaml")
    comment = json.loads(file.read_text())["Comment"]
    definitions = [json.loads(machine.definition) for machine in stack.state_machines.values()]
    assert comment in [definition["Comment"] for definition in definitions]


def test_a_machine_of_the_template_may_invoke_what_it_names_and_nothing_else() -> None:
    stack = Stack.load(ROOT / "template.yaml")
    for machine in stack.state_machines.values():
        named = {
            state["Parameters"]["FunctionName"]
            for _, state in states(json.loads(machine.definition))
            if state["Type"] == "Task"
        }
        (statement,) = machine.policy.statements
        assert statement.actions == ("lambda:InvokeFunction",)
        assert set(statement.resources) == named
