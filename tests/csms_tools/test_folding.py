"""What does not fit a line of the terminal goes on in the next, with every word and value whole."""

import json

import pytest

from csms_tools.folding import folded, folded_frame, hanging

FRAME = (
    '[2,"e877c38a-9580-46e0-9b30-08993401073a","BootNotification",'
    '{"chargePointVendor":"Acme, \\"Inc.\\", Ltd","chargePointModel":"X1"}]'
)


def test_a_frame_is_parted_between_its_members_and_stays_the_same_json() -> None:
    lines = folded_frame(FRAME, 53)
    assert lines == [
        '[2,"e877c38a-9580-46e0-9b30-08993401073a",',
        '"BootNotification",',
        '{"chargePointVendor":"Acme, \\"Inc.\\", Ltd",',
        '"chargePointModel":"X1"}]',
    ]
    assert json.loads("\n".join(lines)) == json.loads(FRAME)


@pytest.mark.parametrize("frame", ["", "no json", '[2,"unfinished', "[3,{}]"])
def test_what_is_short_or_no_json_stays_in_one_line(frame: str) -> None:
    assert folded_frame(frame, 53) == [frame]


def test_a_word_that_is_too_long_has_a_line_of_its_own() -> None:
    long = "x" * 30
    assert folded(f"before {long} after-all", 24) == ["before", long, "after-all"]


def test_further_lines_hang_below_the_first() -> None:
    text = "       id tags TAG-ACCEPTED, TAG-FAMILY-1"
    assert hanging(text, 7, 30) == "       id tags TAG-ACCEPTED,\n       TAG-FAMILY-1"
    assert hanging(text, 7, None) == hanging(text, 7, 80) == text
