"""The parts of a long list as it changes, by the page's own code in Node."""

import json
import subprocess
from typing import Any

import pytest

from csms_tools.console_build import CONSOLE, node

PART = {"etag": "W/1", "at": 0}
PROGRAM = """
import { patched, replaced } from "./src/api/parts.ts";
const asked = JSON.parse(process.argv[1]);
console.log(JSON.stringify({ patched, replaced }[asked.does](...asked.given)));
"""


def part(cursor: str | None, items: str, following: str | None) -> dict[str, Any]:
    named = {"cursor": cursor, "next": following, "items": [{"id": each} for each in items]}
    return PART | {name: value for name, value in named.items() if value is not None}


def done(does: str, *given: object) -> list[tuple[str | None, str, str | None]]:
    asked = json.dumps({"does": does, "given": given})
    command = [str(node()), "--input-type=module", "--eval", PROGRAM, asked]
    told = subprocess.run(command, cwd=CONSOLE, capture_output=True, text=True, check=True)
    return [
        (one.get("cursor"), "".join(item["id"] for item in one["items"]), one.get("next"))
        for one in json.loads(told.stdout)
    ]


THREE = [part(None, "abc", "c"), part("c", "def", "f"), part("f", "gh", None)]


@pytest.mark.parametrize(
    ("fresh", "becomes"),
    [
        (part(None, "abc", "c"), [(None, "abc", "c"), ("c", "def", "f"), ("f", "gh", None)]),
        (part(None, "xab", "b"), [(None, "xab", "b"), ("b", "cdef", "f"), ("f", "gh", None)]),
        (part(None, "acd", "d"), [(None, "acd", "d"), ("d", "efgh", None)]),
        (part(None, "xyz", "z"), [(None, "xyz", "z")]),
        (part(None, "a", None), [(None, "a", None)]),
    ],
    ids=["the same", "one more", "one less", "all others", "no others"],
)
def test_what_moves_from_part_to_part_is_not_fetched_anew(
    fresh: dict[str, Any], becomes: list[tuple[str | None, str, str | None]]
) -> None:
    assert done("replaced", THREE, 0, fresh) == becomes


def test_what_has_changed_takes_its_place_and_what_has_gone_leaves_it() -> None:
    assert done("patched", THREE, [{"id": "e"}, {"id": "new"}], ["a", "h"]) == [
        (None, "bc", "c"),
        ("c", "def", "f"),
        ("f", "g", None),
    ]
