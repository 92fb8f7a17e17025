from typing import Any

import pytest

from csms.wire.mending import Kind
from csms.wire.meter_values import MeterValue, SampledValue, oddities
from csms.wire.tolerance import Deviation, Reader
from tests.support import NOON

WORDS = ("context", "format", "measurand", "phase", "location", "unit")


def sampled(**said: Any) -> SampledValue:
    return Reader(NOON).read(SampledValue, {"value": "1"} | said)


@pytest.mark.parametrize("member", WORDS)
def test_a_word_that_ocpp_does_not_know_is_kept_and_makes_it_odd(member: str) -> None:
    one = sampled(**{member: "volt-ish "})
    assert getattr(one, member) == "volt-ish "
    assert one.is_odd


@pytest.mark.parametrize("member", WORDS)
def test_an_empty_word_is_none(member: str) -> None:
    one = sampled(**{member: ""})
    assert getattr(one, member) is None
    assert not one.is_odd


@pytest.mark.parametrize(
    "said", [{}, {"unit": " KWH"}, {"phase": "l1"}, {"measurand": "soc"}, {"value": 0.5}]
)
def test_what_is_known_however_it_is_spelled_is_not_odd(said: dict[str, Any]) -> None:
    assert not sampled(**said).is_odd


@pytest.mark.parametrize("said", [{"value": None}, {}])
def test_without_a_value_it_is_odd(said: dict[str, Any]) -> None:
    one = Reader(NOON).read(SampledValue, said)
    assert (one.value, one.is_odd, one.fault) == (None, True, None)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"value": "4300"}, None),
        ({"value": " 43.5E2 "}, None),
        ({"value": "4300,5"}, "DecimalComma"),
        ({"value": "4,300"}, "NotANumber"),
        ({"value": "n/a"}, "NotANumber"),
        ({"value": ""}, "Empty"),
        ({"value": " "}, "Empty"),
        ({"value": "n/a", "format": "SignedData"}, None),
    ],
)
def test_a_value_may_be_any_text_and_odd_all_the_same(
    said: dict[str, str], fault: Kind | None
) -> None:
    assert sampled(**said).fault == fault


def test_oddities_are_told_by_the_name_of_the_list() -> None:
    payload = {
        "timestamp": "2026-06-01T12:00:00Z",
        "sampledValue": [{"value": "1"}, {"value": "1,5"}, {"value": "x"}],
    }
    told = [Reader(NOON).read(MeterValue, payload)]
    assert list(oddities("meterValue", told)) == [
        Deviation("meterValue.sampledValue.value", "DecimalComma", "1,5"),
        Deviation("meterValue.sampledValue.value", "NotANumber", "x"),
    ]
    assert list(oddities("meterValue", None)) == []
