import pytest

from csms.domain.configuration_templates import Difference, differences
from csms.store.reported.configuration import Configuration, Entry
from tests.support import NOON


def knows(key: str, value: str | None, *, readonly: bool = False) -> Configuration:
    one = Configuration.of("CP1")
    one.keep([Entry(key, readonly=readonly, value=value, at=NOON)])
    return one


@pytest.mark.parametrize(
    ("wanted", "known", "differs"),
    [
        ("300", "300", False),
        ("300", " 300", False),
        ("300", "60", True),
        ("true", "TRUE", False),
        ("False", "false", False),
        ("true", "false", True),
        ("Name", "NAME", True),
        ("", "", False),
    ],
)
def test_values_are_compared_as_charge_points_spell_them(
    wanted: str, known: str, differs: bool
) -> None:
    found = differences({"key": wanted}, knows("Key", known))
    assert found == ([Difference("key", wanted, known, "Different")] if differs else [])


def test_what_nobody_has_heard_of_is_not_known() -> None:
    unknown = [Difference("A", "1", None, "NotKnown")]
    assert differences({"A": "1"}, None) == unknown
    assert differences({"A": "1"}, knows("B", "1")) == unknown
    assert differences({"A": "1"}, knows("A", None)) == unknown
    assert unknown[0].can_be_set


def test_what_the_charge_point_has_not_cannot_be_set() -> None:
    said_so = knows("B", "1")
    said_so.forget(["a"], NOON)
    everything = knows("B", "1")
    everything.complete_at = NOON
    for configuration in (said_so, everything):
        (found,) = differences({"A": "1", "B": "1"}, configuration)
        assert (found.key, found.drift, found.can_be_set) == ("A", "NoSuchKey", False)


def test_what_is_read_only_cannot_be_set() -> None:
    (found,) = differences({"A": "1"}, knows("A", "2", readonly=True))
    assert (found.drift, found.known, found.can_be_set) == ("ReadOnly", "2", False)
    assert differences({"A": "2"}, knows("A", "2", readonly=True)) == []
