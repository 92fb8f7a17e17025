"""What a query answers is ministack's, however many items it is spared."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from csms_tools.local.service_process import emulators_python
from tests.support import ROOT

PROGRAM = Path(__file__).with_name("compared_queries.py")
ROUNDS = 150


@pytest.fixture(scope="module", params=(1, 2))
def seen(request: pytest.FixtureRequest) -> Any:
    done = subprocess.run(
        [emulators_python(), PROGRAM, str(request.param), str(ROUNDS)],
        env={"PYTHONPATH": str(ROOT / "tools")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return json.loads(done.stdout)


def test_queries_of_random_items_come_to_the_same_as_ministacks_own(seen: Any) -> None:
    assert seen["different"] == []
    assert seen["outcomes"]["200"] > ROUNDS
    assert seen["outcomes"]["400"] > 0


def test_a_page_of_ten_looks_at_ten_items_of_two_thousand(seen: Any) -> None:
    assert seen["looked at"] == {"table": 10, "index": 10}
