from decimal import Decimal

import pytest

from api.http.problems import Problem
from api.transactions.wanted_changes import Repair, corrected
from csms.store.transactions.corrections import Values
from tests.support import NOON

BEFORE = Values(4200, 5200, NOON, Decimal(1000))


@pytest.mark.parametrize(
    ("wanted", "after"),
    [
        ({}, BEFORE),
        ({"meterStart": 4300}, Values(4300, 5200, NOON, Decimal(900))),
        ({"energy": 17}, Values(4200, 5200, NOON, Decimal(17))),
        ({"meterStop": 100, "energy": 0}, Values(4200, 100, NOON, Decimal(0))),
    ],
)
def test_energy_follows_from_the_meter_where_it_is_not_given(
    wanted: dict[str, object], after: Values
) -> None:
    assert corrected(BEFORE, Repair.model_validate({"note": "read off"} | wanted)) == after


def test_energy_below_zero_has_to_be_said() -> None:
    with pytest.raises(Problem, match="is due where the meter ends below its start"):
        corrected(BEFORE, Repair.model_validate({"note": "read off", "meterStop": 100}))
