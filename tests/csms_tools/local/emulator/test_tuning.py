"""What is worked out once must come to the same as what is worked out every time."""

import json
import subprocess

from csms_tools.local.service_process import emulators_python
from tests.support import ROOT

# runs in the emulators' environment, where ministack is
PROGRAM = """
import json, sys
from ministack.services import dynamodb
from csms_tools.local.emulator import tuning

ITEM = {"pk": {"S": "A"}, "n": {"N": "5"}, "m": {"M": {"k": {"L": [{"S": "x"}, {"N": "1"}]}}}}
VALUES = {":a": {"S": "A"}, ":five": {"N": "5.0"}, ":one": {"N": "1"}, ":list": {"L": [{"S": "y"}]}}
NAMES = {"#n": "n", "#m": "m"}
CONDITIONS = (
    "pk = :a",
    "#n = :five AND NOT attribute_exists(zz)",
    "#n IN (:one, :five)",
    "#m.k[0] = :a",
    "begins_with(pk, :a) OR size(#m) > :one",
    "#n BETWEEN :one AND :five",
    "((pk = :a))",
    "pk =",
    "attribute_not_exists(#m.k[7])",
    "status = :a",
    "size(pk) < :five AND (pk = :a)",
)
UPDATES = (
    "SET #m.k[1] = :a REMOVE pk2 ADD #n :one",
    "SET #m.new = :list",
    "SET q.w = :a",
    "ADD zz :one",
    "SET #n = #n + :one",
    "SET #m.k = list_append(#m.k, :list)",
    "REMOVE #m.k[0]",
    "SET status = :a",
    "SET other = if_not_exists(other, :one)",
    "DELETE #n :one",
)

def outcomes():
    for text in CONDITIONS:
        yield attempt(dynamodb._evaluate_condition, text, ITEM, VALUES, NAMES)
    for text in UPDATES:
        before = json.dumps(ITEM)
        yield attempt(update, text)
        assert json.dumps(ITEM) == before, text

def update(text):
    return dynamodb._apply_update_expression(ITEM, text, VALUES, NAMES)[0]

def attempt(function, *arguments):
    try:
        return function(*arguments)
    except ValueError as error:
        return str(error)

plain = list(outcomes())
tuning.install()
print(json.dumps([plain, list(outcomes()), list(outcomes())]))
"""


def test_expressions_come_to_the_same_with_and_without() -> None:
    done = subprocess.run(
        [emulators_python(), "-c", PROGRAM],
        env={"PYTHONPATH": str(ROOT / "tools")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    plain, tuned, again = json.loads(done.stdout)
    assert plain == tuned == again
    assert True in plain
    assert False in plain
    assert any("reserved keyword" in str(outcome) for outcome in plain)
