"""Hostile texts against the functions themselves, on the store of a running system.

`make test` takes 2,880 of them, always the same; `make fuzz` takes 51,840, others each time.
"""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import frames
from tests.hostile.effort import examples
from tests.hostile.in_process import ChargePoint
from tests.hostile.kept import is_kept
from tests.hostile.oracle import assert_answered
from tests.hostile.payloads import valid
from tests.stored import set_registration

STOP = "StopTransaction"
pytestmark = pytest.mark.timeout(1_800, method="thread")


@examples(400)
@given(text=frames.calls().map(frames.spelled))
def test_a_call_as_the_schema_wants_it_has_a_result(text: str, charge_point: ChargePoint) -> None:
    answers = charge_point.say(text)
    assert_answered(text, answers)
    assert answers[0].startswith("[3,")


@examples(200)
@given(text=frames.calls().map(frames.spelled))
def test_what_has_a_result_is_in_the_store(text: str, charge_point: ChargePoint) -> None:
    _, _, action, payload = json.loads(text)
    result = json.loads(charge_point.say(text)[0])[2]
    assert is_kept(charge_point.charge_point_id, action, payload, result)


@examples(100)
@given(text=frames.calls(st.just("StartTransaction")).map(frames.spelled), stop=valid(STOP))
def test_a_transaction_that_was_begun_can_be_ended(
    text: str, stop: dict[str, Any], charge_point: ChargePoint
) -> None:
    started = json.loads(charge_point.say(text)[0])[2]
    stop = stop | {"transactionId": started["transactionId"]}
    said = frames.spelled([2, "stop", STOP, stop])
    assert_answered(said, charge_point.say(said))
    assert is_kept(charge_point.charge_point_id, STOP, stop, {})


@examples(200)
@given(text=frames.spelled_oddly() | frames.wrong_elements(), reserved=st.booleans())
def test_a_call_is_answered_once_however_it_is_made(
    text: str, reserved: bool, charge_point: ChargePoint
) -> None:
    assert_answered(text, charge_point.say(text, reserved=reserved))


@examples(500)
@given(text=frames.wrong_payloads())
def test_a_payload_that_is_wrong_is_refused_or_taken_but_never_our_failure(
    text: str, charge_point: ChargePoint
) -> None:
    assert_answered(text, charge_point.say(text))


@examples(400)
@given(text=frames.wrong_payloads())
def test_strict_takes_only_what_the_schema_takes(
    text: str, charge_point: ChargePoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    assert_answered(text, charge_point.say(text), strict=True)


@examples(200)
@given(text=frames.wrong_ids() | frames.wrong_types())
def test_only_an_id_that_can_be_read_is_answered(text: str, charge_point: ChargePoint) -> None:
    assert_answered(text, charge_point.say(text))


@examples(400)
@given(text=frames.cut_short() | frames.damaged())
def test_a_call_that_breaks_behind_its_id_is_answered(text: str, charge_point: ChargePoint) -> None:
    assert_answered(text, charge_point.say(text))


@examples(100)
@given(text=frames.nested_deep())
def test_depth_is_no_way_to_go_unanswered(text: str, charge_point: ChargePoint) -> None:
    assert_answered(text, charge_point.say(text))


@examples(200)
@given(text=frames.no_calls() | frames.garbage())
def test_what_is_no_call_is_not_answered(text: str, charge_point: ChargePoint) -> None:
    assert_answered(text, charge_point.say(text))


@examples(30)
@given(text=frames.large())
def test_size_is_no_way_to_go_unanswered(text: str, charge_point: ChargePoint) -> None:
    assert_answered(text, charge_point.say(text))


@examples(150)
@given(text=frames.anything(), registration=st.sampled_from(["Pending", "Rejected"]))
def test_who_is_not_accepted_is_answered_too(
    text: str, registration: Any, charge_point: ChargePoint
) -> None:
    set_registration(charge_point.charge_point_id, registration)
    assert_answered(text, charge_point.say(text), accepted=False)
