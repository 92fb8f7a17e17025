import re

import pytest

from benchmarks.parts import OTHER, PARTS, STEPS, part_of, step_of
from tests.support import ROOT

LIBRARIES = {"json", "asyncio", "websockets", "pydantic", "pynamodb", "aws_lambda_powertools"}


@pytest.mark.parametrize(
    ("stack", "part"),
    [
        (["/lib/python3.11/json/encoder.py:iterencode", "/csms/aws/requests.py:call"], "JSON"),
        (["/lib/inspect.py:signature", "/pydantic/main.py:__init__"], "pydantic"),
        (["/csms/store/table/items.py:Item.serialize"], "PynamoDB and items"),
        (["/layers/csms/csms/domain/starts.py:begun"], "our own code"),
        (["/lib/runpy.py:run"], OTHER),
    ],
)
def test_a_sample_is_of_its_innermost_part(stack: list[str], part: str) -> None:
    assert part_of(stack, PARTS["workers"]) == part


def test_a_sample_is_of_the_step_that_it_is_within() -> None:
    within = ["inbound/handler.py:_finish", "/functions/worker.py:serve"]
    log = ["/store/writes.py:perform", "/csms/inbound/afterwards.py:look_after", *within]
    assert step_of(log, STEPS) == "afterwards: the message log, and that it spoke"
    assert step_of(within[1:], STEPS) == "around it: what Lambda does, and Powertools"


def test_files_and_functions_that_are_named_are_there() -> None:
    names = {word for rules in (*PARTS.values(), STEPS) for _, words in rules for word in words}
    sources = [*ROOT.glob("tools/**/*.py"), *ROOT.glob("layers/**/*.py")]
    for name in names:
        path, _, function = name.partition(":")
        found = [each for each in sources if path in each.as_posix()]
        if function and found:
            last = function.rpartition(".")[2]
            assert any(re.search(rf"def {last}\w*\(", each.read_text()) for each in found), name
        elif path.endswith(".py") and path not in ("/hmac.py",):
            assert found, name
