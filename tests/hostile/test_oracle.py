"""The judge itself: what it lets pass, and that it lets nothing else pass."""

import pytest

from tests.hostile.oracle import OF_THE_CENTRAL_SYSTEM, assert_answered, readable_id
from tests.hostile.payloads import REQUESTS

HEARTBEAT = '[2,"1","Heartbeat",{}]'
NOW = '[3,"1",{"currentTime":"2026-06-01T12:00:00Z"}]'
AUTHORIZE = '[2,"1","Authorize",{"idTag":"CARD-1"}]'
TOO_LONG = AUTHORIZE.replace("CARD-1", "x" * 21)
EXTRA = AUTHORIZE.replace("}", ',"colour":"red"}')
NO_TAG = AUTHORIZE.replace('"idTag"', '"idtag"')
STOP = '[2,"1","StopTransaction",{"transactionId":%s}]'
ACCEPTED = '[3,"1",{"idTagInfo":{"status":"Accepted"}}]'


def error(code: str, details: str = "{}") -> str:
    return f'[4,"1","{code}","",{details}]'


@pytest.mark.parametrize(
    ("text", "unique_id"),
    [
        (HEARTBEAT, "1"),
        ('\t[ 2 ,\n"\\u0031" and no more', "1"),
        ('[2,""', ""),
        ('[2,"1', None),
        ("[2,1", None),
        ('[2.0,"1"', None),
        ('[20,"1"', None),
        ('["2","1"', None),
        ('[3,"1",{}]', None),
        ('\xa0[2,"1"', None),
        ('[2,"\\x"', None),
        ('[2,"\n"', None),
        ("", None),
    ],
)
def test_an_id_can_be_read_as_soon_as_it_stands_there(text: str, unique_id: str | None) -> None:
    assert readable_id(text) == unique_id


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (HEARTBEAT, [NOW]),
        (AUTHORIZE, [ACCEPTED]),
        (EXTRA, [ACCEPTED]),
        (TOO_LONG, [ACCEPTED]),
        (NO_TAG, [error("OccurenceConstraintViolation")]),
        (STOP % "7", ['[3,"1",{}]']),
        (STOP % '" 7.0 "', ['[3,"1",{}]']),
        (STOP % "null", ['[3,"1",{}]']),
        (STOP % "9223372036854775807.0", ['[3,"1",{}]']),
        (STOP % "9223372036854775808.0", [error("TypeConstraintViolation")]),
        (STOP % "7.5", [error("TypeConstraintViolation")]),
        ('[2,"1","Reset",{}]', [error("NotSupported")]),
        ('[2,"1","MakeCoffee",{}]', [error("NotImplemented")]),
        ('[2,"1",', [error("FormationViolation")]),
        ('[3,"1",{}]', []),
    ],
)
def test_what_is_right_passes(text: str, answers: list[str]) -> None:
    assert_answered(text, answers)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (HEARTBEAT, []),
        (HEARTBEAT, [NOW, NOW]),
        (HEARTBEAT, [NOW.replace('"1"', '"2"')]),
        (HEARTBEAT, ['[3,"1",{}]']),
        (HEARTBEAT, ['{"message":"Internal server error"}']),
        (AUTHORIZE, [error("InternalError")]),
        (AUTHORIZE, [error("FormationViolation")]),
        (TOO_LONG, [error("InternalError")]),
        (TOO_LONG, [error("PropertyConstraintViolation")]),
        (EXTRA, [error("FormationViolation")]),
        (NO_TAG, [ACCEPTED]),
        (NO_TAG, [error("InternalError")]),
        (STOP % "7.5", ['[3,"1",{}]']),
        (STOP % '"7"', [error("TypeConstraintViolation")]),
        (STOP % "true", ['[3,"1",{}]']),
        (NO_TAG, [error("OccurenceConstraintViolation", "null")]),
        (NO_TAG, ['[4,"1","OccurenceConstraintViolation",""]']),
        (NO_TAG, [error("OccurrenceConstraintViolation")]),
        ('[2,"1","Reset",{}]', ['[3,"1",{}]']),
        ('[2,"1",', ['[3,"1",{}]']),
        ('[2,"1","MakeCoffee",{}]', [error("NotSupported")]),
        ('[3,"1",{}]', [error("FormationViolation")]),
    ],
)
def test_what_is_wrong_does_not(text: str, answers: list[str]) -> None:
    with pytest.raises(AssertionError):
        assert_answered(text, answers)


def test_strict_lets_no_result_pass_for_what_the_schema_refuses() -> None:
    with pytest.raises(AssertionError):
        assert_answered(EXTRA, [ACCEPTED], strict=True)


@pytest.mark.parametrize("text", [TOO_LONG, EXTRA, NO_TAG, STOP % '"7"'])
def test_strict_may_refuse_what_the_schema_refuses(text: str) -> None:
    assert_answered(text, [error("PropertyConstraintViolation")], strict=True)


def test_the_specification_has_39_actions_14_of_them_ours() -> None:
    assert len(REQUESTS) == 39
    assert len(OF_THE_CENTRAL_SYSTEM) == 14
    assert set(REQUESTS) > OF_THE_CENTRAL_SYSTEM
