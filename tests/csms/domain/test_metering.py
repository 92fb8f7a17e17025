from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.metering import Reading, latest_reading, samples
from csms.wire.mending import ReceiptTime
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
    assert number == Decimal(text.replace(",", "."))
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


@pytest.mark.parametrize(
    ("said", "odd"),
    [
        ({"value": "1"}, False),
        ({"value": "n/a"}, False),
        ({"value": None}, True),
        ({"value": "1", "unit": "MWh"}, True),
        ({"value": "1", "measurand": "Energie"}, True),
    ],
)
def test_a_sample_that_is_odd_is_marked(said: dict[str, Any], odd: bool) -> None:
    told = [MeterValue.model_construct(timestamp=NOON, sampled_value=[constructed(said)])]
    (sample,) = samples(told)
    assert sample.get("odd") == ("true" if odd else None)
    assert latest_reading(told) == (
        None if odd or said["value"] == "n/a" else Reading(NOON, Decimal(1))
    )


def constructed(said: dict[str, Any]) -> SampledValue:
    nothing = dict.fromkeys(SampledValue.model_fields)
    return SampledValue.model_construct(**(nothing | said))


def test_a_sample_that_we_have_given_its_time_is_marked() -> None:
    undated = MeterValue.model_construct(
        timestamp=ReceiptTime.of(NOON), sampled_value=[constructed({"value": "1"})]
    )
    first, second = samples([undated, value(NOON, {"value": "2"})])
    assert (first["at"], first["undated"]) == ("2026-06-01T12:00:00.000Z", "true")
    assert "undated" not in second


@pytest.mark.parametrize("text", ["4300,5", " 4300,50 "])
def test_a_decimal_comma_is_one(text: str) -> None:
    assert samples([value(NOON, {"value": text})])[0]["value"] == Decimal("4300.5")


def test_a_register_elsewhere_counts_where_none_is_at_the_outlet() -> None:
    body = value(NOON + 2 * MINUTE, {"value": "7", "location": "Body"})
    inlet = value(NOON, {"value": "5", "location": "Inlet"})
    outlet = value(NOON, {"value": "3"})
    assert latest_reading([body]) == Reading(NOON + 2 * MINUTE, Decimal(7), "Body")
    assert latest_reading([body, inlet]) == Reading(NOON, Decimal(5), "Inlet")
    assert latest_reading([body, inlet, outlet]) == Reading(NOON, Decimal(3))
    for other in ("Cable", "EV"):
        assert latest_reading([value(NOON, {"value": "9", "location": other})]) is None


def by_phase(*units: str | None, **more: str) -> MeterValue:
    phases = ("L1", "L2", "L3")
    return value(
        NOON,
        *(
            {"value": "1.5", "phase": phase, "unit": unit, **more}
            for phase, unit in zip(phases, units, strict=False)
        ),
    )


def test_three_phases_without_a_total_count_as_their_sum() -> None:
    assert latest_reading([by_phase("kWh", "Wh", None)]) == Reading(NOON, Decimal(1503))
    assert latest_reading([by_phase("kWh", "Wh", None, location="Body")]) == Reading(
        NOON, Decimal(1503), "Body"
    )
    assert latest_reading([by_phase("kWh", "Wh")]) is None
    assert latest_reading([by_phase("kWh", "Wh", "varh")]) is None


def test_a_total_counts_before_its_phases() -> None:
    phases = [one.model_dump() for one in by_phase("Wh", "Wh", "Wh").sampled_value]
    told = value(NOON, {"value": "9"}, *phases)
    assert latest_reading([told]) == Reading(NOON, Decimal(9))
