"""What is worked out once must come to the same as what is worked out every time."""

import json
import subprocess

from csms_tools.local.service_process import emulators_python
from tests.support import ROOT

# runs in the emulators' environment, where ministack is
PROGRAM = """
import copy, json, sys
from ministack.services import dynamodb
from csms_tools.local.emulator import tuning

ITEM = {
    "pk": {"S": "A"},
    "n": {"N": "5"},
    "m": {
        "M": {
            "k": {"L": [{"S": "x"}, {"N": "1"}, {"M": {"deep": {"M": {}}}}]},
            "s": {"SS": ["a"]},
        },
    },
}
VALUES = {":a": {"S": "A"}, ":five": {"N": "5.0"}, ":one": {"N": "1"}, ":list": {"L": [{"S": "y"}]}}
NAMES = {"#n": "n", "#m": "m"}
NUMBERS = (
    lambda text: dynamodb._number_error(text),
    lambda text: dynamodb._ddb_canonicalize_number(text),
    lambda text: dynamodb._number_size_bytes(text),
)

def deep(levels):
    return {"M": {"a": deep(levels - 1)}} if levels else {"S": "x"}

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
    "SET #m.k[2].deep.er = :list, #m.k[2].deep.st = :a",
    "SET #m.k[9] = :a REMOVE #m.k[2].deep",
    "SET #m.k[0].no = :a",
    "SET pk.no = :a",
    "SET other = #m, #m.k[1] = :one",
    "SET #m.s[0] = :a",
    "DELETE #m.s :set",
    "ADD #m.s :set, #m.count :one",
    "REMOVE #m.zz.yy, zz.yy, #m.k[7]",
)
VALUES[":set"] = {"SS": ["a", "b"]}
ODD = (
    *({"S": ""}, {"S": "x" * 3}, {"S": "\xfc\u20ac"}, {"S": 5}, {"S": "a", "N": "1"}),
    *({}, [], None, "S"),
    *({"N": text} for text in ("1", "-1.50", "1e3", "0.0", "x", "", " 1", "1" * 39, "1e200")),
    *({"N": none} for none in (5, None, [])),
    *({"B": "YQ=="}, {"BOOL": True}, {"BOOL": "no"}, {"NULL": True}, {"NULL": False}, {"X": "?"}),
    *({"SS": ["a", "b"]}, {"SS": ["a", "a"]}, {"NS": ["1", "2.0"]}, {"NS": ["x"]}),
    *({"BS": ["YQ=="]}, {"L": [{"S": "a"}, {"N": "x"}]}, {"M": {"\xfc": {"S": "a"}}}),
    *({"M": {"a": {"M": {"b": {"N": "1"}}}}}, {"M": []}, {"L": {}}),
    *map(deep, (31, 32, 33, 70)),
)

def looked_at(value):
    for function in (
        dynamodb._attribute_value_error,
        dynamodb._attribute_value_size,
        dynamodb._nesting_level,
        lambda one: dynamodb._validate_attribute_value("a", one),
        lambda one: dynamodb._item_size_bytes({"name": one, "\xfc": {"S": "x"}}),
        lambda one: dynamodb._validate_item({"pk": {"S": "A"}, "a": one}, "pk", None),
        dynamodb._ddb_canonicalize_number,
        dynamodb._number_error,
        lambda one: told(dynamodb.json_response({"Item": one})),
    ):
        value = copy.deepcopy(value)
        yield attempt(function, value), value

def told(answer):
    status, headers, body = answer
    return status, headers, json.loads(body)

def outcomes():
    for value in ODD:
        yield list(looked_at(value))
        if type(value) is dict:
            yield [attempt(function, value.get("N")) for function in NUMBERS]
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
    except (ValueError, TypeError, AttributeError) as error:
        return type(error).__name__, str(error)

plain = list(outcomes())
tuning.install()
print(json.dumps([plain, list(outcomes()), list(outcomes())], default=repr))
"""


def test_expressions_come_to_the_same_with_and_without() -> None:
    done = subprocess.run(
        [emulators_python(), "-c", PROGRAM],
        env={"PYTHONPATH": str(ROOT / "tools")},
        stdout=subprocess.PIPE,
        check=True,
    )
    plain, tuned, again = json.loads(done.stdout)
    assert plain == tuned == again
    assert True in plain
    assert False in plain
    assert any("reserved keyword" in str(outcome) for outcome in plain)
