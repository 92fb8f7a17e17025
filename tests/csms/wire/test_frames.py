import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.wire.frames import (
    CallErrorFrame,
    CallFrame,
    CallResultFrame,
    MalformedAnswerFrame,
    MalformedCall,
    Unreadable,
    call_error,
    call_result,
    parse,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
)


def test_the_three_frames_are_read() -> None:
    assert parse('[2,"1","Heartbeat",{}]') == CallFrame("1", "Heartbeat", {})
    assert parse('[3,"1",{"status":"Accepted"}]') == CallResultFrame("1", {"status": "Accepted"})
    assert parse('[4,"1","InternalError","why",{"a":1}]') == CallErrorFrame(
        "1", "InternalError", "why", {"a": 1}
    )


def test_null_stands_for_an_empty_payload() -> None:
    assert parse('[2,"1","Heartbeat",null]') == CallFrame("1", "Heartbeat", {})
    assert parse('[3,"1",null]') == CallResultFrame("1", {})


@pytest.mark.parametrize(
    ("text", "description", "details"),
    [
        ('[4,"1","FormatViolation"]', "", {}),
        ('[4,"1","FormatViolation",null,null]', "", {}),
        ('[4,"1","FormatViolation","why","text"]', "why", {}),
        ('[4,"1","FormatViolation","why",{},"more"]', "why", {}),
    ],
)
def test_errors_of_others_are_read_with_patience(
    text: str, description: str, details: dict[str, str]
) -> None:
    assert parse(text) == CallErrorFrame("1", "FormatViolation", description, details)


@pytest.mark.parametrize(
    "text",
    [
        '[2,"1","Heartbeat"]',
        '[2,"1"]',
        '[2,"1",7,{}]',
        '[2,"1","Heartbeat",[]]',
        '[2,"1","Heartbeat",""]',
        '[2,"1","Heartbeat",{},{}]',
        '[2,"1","Heartbeat",{"a":NaN}]',
        '[2,"1","Heartbeat",{"a":-Infinity}]',
        '[2,"1","Heartbeat",{"a":',
        '[2,"1","Heartbeat",{}',
        '[2,"1",',
        '[2,"1"]]',
        ' [ 2 , "1" , "Heartbeat" {}]',
        '\n[2,\n"1",\nHeartbeat]',
        '[2,"1","MeterValues",' + "[" * 100_000,
        '[2,"1","MeterValues",{"a":' + "9" * 5_000 + "}]",
        '[2,"1","MeterValues",{"a":1e99999999999999999999}]',
        '[2,"1"',
        '[2,"1","\\u"0041uthorize",{}]',
        '[2,"1","\\q",{}]',
        '[2,"1" "Heartbeat",{}]',
        '[2,"1","Heartbeat",{}] and more',
    ],
)
def test_a_call_that_is_broken_after_its_id_keeps_its_id(text: str) -> None:
    with pytest.raises(MalformedCall) as broken:
        parse(text)
    assert broken.value.unique_id == "1"


@pytest.mark.parametrize(
    "unique_id", ["", "x" * 37, "x" * 5_000, "ü☃", 'a"b\\c', "\ud800", "\t\n", "-1"]
)
def test_an_id_is_kept_as_it_is_whatever_it_is(unique_id: str) -> None:
    spelled = json.dumps(unique_id)
    frame = parse(f'[2,{spelled},"Heartbeat",{{}}]')
    assert frame.unique_id == unique_id
    with pytest.raises(MalformedCall) as broken:
        parse(f'[2,{spelled},"Heartbeat",{{')
    assert broken.value.unique_id == unique_id
    assert json.loads(call_result(unique_id, {}))[1] == unique_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{}",
        "[]",
        "[2]",
        "[2,",
        "[2,1",
        '[2,"1',
        '\xa0[2,"1","Heartbeat",{}]',
        '[\u20032,"1",',
        '\ufeff[2,"1","Heartbeat",{}]',
        '[2,"\\q",',
        '[2,"\\ud8",',
        '[2,"a\nb",',
        "[2,'1',",
        '[2,1,"Heartbeat",{}]',
        '[9,"1","Heartbeat",{}]',
        '[-2,"1","Heartbeat",{}]',
        '[true,"1","Heartbeat",{}]',
        '[2.0,"1","Heartbeat",{}]',
        '["2","1","Heartbeat",{}]',
        "[" * 100_000,
        "9" * 5_000,
    ],
)
def test_what_nobody_could_answer_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        parse(text)


@pytest.mark.parametrize("text", ['[3,"1"]', '[3,"1",[]]', '[3,"1",{},{}]', '[4,"1"]', '[4,"1",5]'])
def test_an_answer_of_another_shape_still_says_what_it_answers(text: str) -> None:
    frame = parse(text)
    assert isinstance(frame, MalformedAnswerFrame)
    assert frame.unique_id == "1"


@pytest.mark.parametrize("text", ['[3,"1"', '[3,"1",{"status":"Acc', ' [4 , "1", "Internal'])
def test_an_answer_that_is_cut_off_still_says_what_it_answers(text: str) -> None:
    assert parse(text) == MalformedAnswerFrame("1", "the frame is not JSON")


def deep(levels: int) -> str:
    return levels * "[" + levels * "]"


def test_a_frame_has_so_many_levels_and_no_more() -> None:
    assert isinstance(parse(f'[2,"1","Heartbeat",{{"a":{deep(98)}}}]'), CallFrame)
    with pytest.raises(MalformedCall, match="too deep") as broken:
        parse(f'[2,"1","Heartbeat",{{"a":{deep(101)}}}]')
    assert (broken.value.unique_id, broken.value.action) == ("1", "Heartbeat")
    answer = parse(f'[3,"1",{{"a":{deep(101)}}}]')
    assert answer == MalformedAnswerFrame("1", "the frame is nested too deep")


def test_a_broad_frame_is_not_deep() -> None:
    assert isinstance(parse(f'[2,"1","Heartbeat",{{"a":[{1000 * "[{}],"}1]}}]'), CallFrame)


def test_of_a_key_that_comes_twice_the_last_counts() -> None:
    frame = parse('[2,"1","Authorize",{"idTag":"A","idTag":"B"}]')
    assert frame == CallFrame("1", "Authorize", {"idTag": "B"})


def test_answers_are_compact_and_errors_have_five_elements() -> None:
    assert call_result("1", {"b": 1, "a": [2]}) == '[3,"1",{"b":1,"a":[2]}]'
    assert call_error("1", "GenericError", "") == '[4,"1","GenericError","",{}]'
    assert len(json.loads(call_error("1", "GenericError", "x" * 300))[3]) == 255


@given(st.text() | JSON.map(json.dumps))
def test_nothing_else_is_ever_raised(text: str) -> None:
    with suppress(MalformedCall, Unreadable):
        parse(text)


@given(st.text(), JSON, st.data())
def test_a_call_cut_short_anywhere_after_its_id_keeps_its_id(
    unique_id: str, payload: object, data: st.DataObject
) -> None:
    whole = json.dumps([2, unique_id, "MeterValues", {"payload": payload}])
    head = len(json.dumps([2, unique_id]))  # up to the comma and with it
    cut = data.draw(st.integers(head, len(whole) - 1))
    with pytest.raises(MalformedCall) as broken:
        parse(whole[:cut])
    assert broken.value.unique_id == unique_id


@given(st.text(st.characters(exclude_categories=())), st.dictionaries(st.text(), st.text()))
def test_what_is_spelled_is_read_as_the_same(unique_id: str, payload: dict[str, str]) -> None:
    assert parse(call_result(unique_id, payload)) == CallResultFrame(unique_id, payload)
