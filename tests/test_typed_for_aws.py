"""Commands of the AWS CLI on our pages, against the models of the services: nobody has run them."""

import re
import shlex
from functools import cache
from pathlib import Path

import pytest
from botocore import xform_name
from botocore.model import OperationModel
from botocore.session import get_session

from tests.test_typed import PAGES

LINES = re.compile(r"^ *\$ (.+)$", re.MULTILINE)
NESTED = re.compile(r"\$\((aws [^()]+)\)")
INLINE = re.compile(r"`(aws [^`\n]+)`")
OF_ALL = {"region", "query", "output", "cli-binary-format"}
OF_THE_CLI = {"s3": {"cp", "sync"}, "logs": {"tail"}}  # which no model has
NAMED_OTHERWISE = {"s3api": "s3"}

Fault = str


def told(page: str) -> tuple[list[str], list[str]]:
    """Whole commands, and those in a sentence, which may leave out what is clear."""
    text = page.replace("\\\n", " ")
    lines = LINES.findall(text)
    outer = [line for each in lines if (line := NESTED.sub("x", each)).startswith("aws ")]
    return outer + [each for line in lines for each in NESTED.findall(line)], INLINE.findall(text)


@cache
def operations(service: str) -> dict[str, OperationModel]:
    model = get_session().get_service_model(service)
    return {xform_name(name, "-"): model.operation_model(name) for name in model.operation_names}


def waiters(service: str) -> dict[str, OperationModel]:
    model, known = get_session().get_waiter_model(service), operations(service)
    return {
        xform_name(name, "-"): known[xform_name(model.get_waiter(name).operation, "-")]
        for name in model.waiter_names
    }


def faults(command: str, *, whole: bool) -> list[Fault]:
    _, service, operation, *words = shlex.split(command.replace("…", "x"))
    if operation in OF_THE_CLI.get(service, ()):
        return []
    service = NAMED_OTHERWISE.get(service, service)
    if service not in get_session().get_available_services():
        return [f"no {service}"]
    known = waiters(service) if operation == "wait" else operations(service)
    if operation == "wait":
        operation, *words = words
    if operation not in known:
        return [f"no {service} {operation}"]
    shape = known[operation].input_shape
    members = {xform_name(name, "-"): it for name, it in shape.members.items()} if shape else {}
    given = {word[2:].partition("=")[0] for word in words if word.startswith("--")}
    switches = {f"no-{name}" for name, it in members.items() if it.type_name == "boolean"}
    wrong = [f"no --{name}" for name in given - {*members} - switches - OF_ALL]
    needed = {xform_name(name, "-") for name in shape.required_members} if shape else set()
    return wrong + ([f"it lacks --{name}" for name in needed - given] if whole else [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_asked_of_aws_can_be_asked(page: Path) -> None:
    whole, inline = told(page.read_text())
    found = {command: faults(command, whole=True) for command in whole}
    found |= {command: faults(command, whole=False) for command in inline}
    assert not {command: wrong for command, wrong in found.items() if wrong}


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("aws sts get-caller-identity", []),
        ("aws dynamodb wait table-exists --table-name T", []),
        ("aws dynamodb wait table-exist --table-name T", ["no dynamodb table-exist"]),
        ("aws dynamodb update-table --table-name T --no-deletion-protection-enabled", []),
        ("aws dynamodb update-table --table T", ["no --table", "it lacks --table-name"]),
        ("aws dynamodbs list-tables", ["no dynamodbs"]),
        ("aws s3 copy a b", ["no s3 copy"]),
    ],
)
def test_what_cannot_be_asked_is_found(command: str, wrong: list[Fault]) -> None:
    assert faults(command, whole=True) == wrong


def test_commands_are_found_in_lines_and_in_sentences() -> None:
    page = "$ aws a b \\\n    --c D\n   $ E=$(aws f g --h)\n$ aws k l $(aws m n) -o\n`aws i j`"
    lines = ["aws a b      --c D", "aws k l x -o", "aws f g --h", "aws m n"]
    assert told(page) == (lines, ["aws i j"])
