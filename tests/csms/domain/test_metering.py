from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.metering import Reading, last_plausible, latest_reading, readings, samples
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


def kept(at: datetime, value: str, **more: str) -> dict[str, Any]:
    sample: dict[str, Any] = {
        "at": at.isoformat(),
        "measurand": "Energy.Active.Import.Register",
        "location": "Outlet",
        "unit": "Wh",
        "value": Decimal(value),
    }
    return sample | more


def test_of_kept_samples_the_energy_register_alone_is_read() -> None:
    samples = [
        kept(NOON, "1.5", unit="kWh"),
        kept(NOON, "9", measurand="Power.Active.Import", unit="W"),
        kept(NOON, "9", location="Inlet"),
        kept(NOON + MINUTE, "9", odd="true"),
        *(kept(NOON + 2 * MINUTE, "600", phase=phase) for phase in ("L1", "L2", "L3")),
        kept(NOON + 3 * MINUTE, "600", phase="L1"),
        {name: value for name, value in kept(NOON, "9").items() if name != "value"},
    ]
    assert readings(samples) == [
        Reading(NOON, Decimal(1500)),
        Reading(NOON + 2 * MINUTE, Decimal(1800)),
    ]
    assert readings(samples, "Inlet") == [Reading(NOON, Decimal(9))]


def plausible_of(*registers: int, meter_start: int | None = 0) -> int | None:
    told = [Reading(NOON + n * MINUTE, Decimal(one)) for n, one in enumerate(registers)]
    last = last_plausible(reversed(told), meter_start)
    return int(last.register) if last else None


@pytest.mark.parametrize(
    ("registers", "last"),
    [
        ((), None),
        ((5,), 5),
        ((5, 5, 5), 5),
        ((5, 6, 7), 7),
        ((5, 6, 2), 6),
        ((5, 99, 6, 7), 7),
        ((5, 6, 0, 7), 7),
        ((6, 5), 6),
        ((5, 7, 5), 7),
    ],
)
def test_the_last_plausible_reading_is_one_of_the_most_that_follow_each_other(
    registers: tuple[int, ...], last: int | None
) -> None:
    assert plausible_of(*registers) == last


def test_no_reading_below_the_start_is_plausible() -> None:
    assert plausible_of(5, 6, meter_start=7) is None
    assert plausible_of(5, 8, 6, meter_start=7) == 8
    assert plausible_of(-5, meter_start=None) == -5


@given(st.lists(st.integers(0, 20)), st.integers(0, 20))
def test_a_plausible_reading_is_never_below_the_start_and_one_that_was_told(
    registers: list[int], meter_start: int
) -> None:
    last = plausible_of(*registers, meter_start=meter_start)
    told = [one for one in registers if one >= meter_start]
    assert last in told if told else last is None
