from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.metering import Reading, latest_reading, samples
from csms.wire.meter_values import MeterValue, SampledValue
from tests.support import NOON

MINUTE = timedelta(minutes=1)


def value(at: Any = NOON, *sampled: dict[str, Any]) -> MeterValue:
    return MeterValue(timestamp=at, sampled_value=[SampledValue(**one) for one in sampled])


@pytest.mark.parametrize(
    ("measurand", "unit"),
    [
        (None, "Wh"),
        ("Energy.Active.Export.Interval", "Wh"),
        ("Power.Active.Import", None),
        ("SoC", None),
    ],
)
def test_only_energy_has_wh_for_its_unit_if_it_says_none(measurand: Any, unit: str | None) -> None:
    (sample,) = samples([value(NOON, {"value": "1", "measurand": measurand})])
    assert sample.get("unit") == unit


def test_samples_come_in_the_order_they_were_said_each_with_its_time() -> None:
    told = samples(
        [value(NOON, {"value": "1"}, {"value": "2"}), value(NOON + MINUTE, {"value": "3"})]
    )
    assert [(one["at"], one["value"]) for one in told] == [
        ("2026-06-01T12:00:00.000Z", Decimal(1)),
        ("2026-06-01T12:00:00.000Z", Decimal(2)),
        ("2026-06-01T12:01:00.000Z", Decimal(3)),
    ]


@given(st.text() | st.decimals(allow_nan=True).map(str))
def test_every_text_is_kept_as_a_number_that_dynamodb_takes_or_as_it_came(text: str) -> None:
    (sample,) = samples([value(NOON, {"value": text})])
    if "text" in sample:
        assert sample["text"] == text
        return
    number = sample["value"]
    assert number == Decimal(text)
    assert -130 <= number.adjusted() <= 125
    assert len("".join(map(str, number.as_tuple().digits)).strip("0")) <= 38


@pytest.mark.parametrize("text", ["9" * 38 + "E87", "1E-130", "0.000", "-1E125", " 5 "])
def test_numbers_at_dynamodbs_limits_are_numbers(text: str) -> None:
    assert samples([value(NOON, {"value": text})])[0]["value"] == Decimal(text.strip())


@pytest.mark.parametrize(
    "text", ["1E126", "9" * 39, "1E-131", "1E999999999999", "sNaN", "-Infinity"]
)
def test_numbers_beyond_them_are_text(text: str) -> None:
    assert samples([value(NOON, {"value": text})])[0]["text"] == text


def test_the_newest_total_is_the_register() -> None:
    told = [
        value(NOON + MINUTE, {"value": "3"}),
        value(NOON + 2 * MINUTE, {"value": "7", "measurand": "SoC"}, {"value": "9", "phase": "L1"}),
        value(NOON, {"value": "2"}),
    ]
    assert latest_reading(told) == Reading(NOON + MINUTE, Decimal(3))


@pytest.mark.parametrize(
    ("text", "unit", "register"),
    [
        ("4.2", "kWh", Decimal(4200)),
        ("0.0001", "kWh", Decimal("0.1")),
        ("4200", "Wh", Decimal(4200)),
        ("4200", None, Decimal(4200)),
        ("1." + "2" * 37, "kWh", Decimal("1222." + "2" * 34)),
    ],
)
def test_a_register_is_in_wh_to_its_last_digit(text: str, unit: Any, register: Decimal) -> None:
    reading = latest_reading([value(NOON, {"value": text, "unit": unit})])
    assert reading == Reading(NOON, register)


def test_without_a_register_there_is_none() -> None:
    assert latest_reading([]) is None
    assert latest_reading([value(NOON, {"value": "n/a"})]) is None
    assert latest_reading([value(NOON, {"value": "1E125", "unit": "kWh"})]) is None
