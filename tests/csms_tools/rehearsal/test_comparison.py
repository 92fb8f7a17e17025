from typing import Any

import pytest

from csms_tools.rehearsal.comparison import differences
from csms_tools.rehearsal.deployed import logical


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("512", 512),
        (True, "true"),
        ([{"a": 1}], [{"a": "1"}]),
        ({"Resource": ["x"]}, {"Resource": ["x"]}),
    ],
)
def test_the_same_is_the_same_however_a_service_spells_it(wanted: Any, found: Any) -> None:
    assert differences("Tasks", {"Property": wanted}, {"Property": found, "Other": 1}) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (512, 256),
        (True, "false"),
        ([1, 2], [1]),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": {"b": 1}}, {"a": {"b": 2}}),
        ("x", None),
    ],
)
def test_what_differs_is_told_with_both(wanted: Any, found: Any) -> None:
    (told,) = differences("Tasks", {"Property": wanted}, {"Property": found})
    assert told == f"Tasks.Property is {found!r}, not {wanted!r}"


def test_what_sam_names_by_an_address_is_compared_without_it() -> None:
    assert logical("CsmsLayerd7ff99183f", "AWS::Lambda::LayerVersion") == "CsmsLayer"
    assert logical("TaskDeadLetters", "AWS::SQS::Queue") == "TaskDeadLetters"
