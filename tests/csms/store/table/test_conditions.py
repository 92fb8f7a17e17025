from typing import Any

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table.conditions import Kept

ALONE = (ChargePoint.generation == "g") & (ChargePoint.registration != "Rejected")


def spelled(condition: Any) -> tuple[str, dict[str, str], dict[str, Any]]:
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    return condition.serialize(names, values), names, values


def test_it_is_spelled_as_the_condition_that_it_keeps() -> None:
    kept = Kept(ALONE)
    assert spelled(kept) == spelled(ALONE) == spelled(kept)


def test_before_and_behind_others_it_takes_its_own_places() -> None:
    other = ChargePoint.interval == 5
    for kept, plain in ((Kept(ALONE) & other, ALONE & other), (other & Kept(ALONE), other & ALONE)):
        assert spelled(kept) == spelled(plain)


def test_what_it_was_spelled_into_is_the_callers() -> None:
    kept = Kept(ALONE)
    _, names, values = spelled(kept)
    names.clear()
    values.clear()
    assert spelled(kept) == spelled(ALONE)
