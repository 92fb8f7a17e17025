import pytest

from csms_tools.charge_point.domain.measurands import ENERGY, Reading, known, sampled_values

READING = Reading(
    energy=1234, currents=(10.0, 10.0, 0.0), voltages=(230.0, 231.0, 229.0), offered=16.0, soc=0.5
)


def shown(*wanted: str) -> list[tuple[str, str | None, str | None]]:
    values = sampled_values(READING, wanted)
    return [(value["value"], value.get("phase"), value.get("unit")) for value in values]


def test_energy_is_a_whole_number_of_watt_hours_in_a_string() -> None:
    assert sampled_values(READING, [ENERGY], "Sample.Clock") == [
        {
            "value": "1234",
            "context": "Sample.Clock",
            "measurand": "Energy.Active.Import.Register",
            "location": "Outlet",
            "unit": "Wh",
        }
    ]


def test_power_is_told_in_all_or_of_a_phase() -> None:
    assert shown("Power.Active.Import") == [("4610.0", None, "W")]
    assert shown("Power.Active.Import.L2") == [("2310.0", "L2", "W")]


def test_currents_and_voltages_are_told_by_phase() -> None:
    assert shown("Current.Import") == [
        ("10.0", "L1", "A"),
        ("10.0", "L2", "A"),
        ("0.0", "L3", "A"),
    ]
    assert shown("Voltage.L3") == [("229.0", "L3-N", "V")]


def test_the_state_of_charge_is_the_cars_and_missing_without_one() -> None:
    assert sampled_values(READING, ["SoC"])[0]["location"] == "EV"
    empty = Reading(1, (0.0,), (230.0,), 0.0, None)
    assert sampled_values(empty, ["SoC"]) == []


def test_what_is_offered_is_told_in_amperes_and_in_watts() -> None:
    assert shown("Current.Offered", "Power.Offered") == [
        ("16.0", None, "A"),
        ("11040.0", None, "W"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Voltage.L1", True),
        ("SoC", True),
        ("SoC.L1", False),
        ("Voltage.L4", False),
        ("Frequency", False),
        ("energy.active.import.register", False),
    ],
)
def test_what_the_meter_can_say_is_known(name: str, expected: bool) -> None:
    assert known(name) is expected
