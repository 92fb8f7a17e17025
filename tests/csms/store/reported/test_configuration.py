from datetime import timedelta

import pytest

from csms.store.reported.configuration import Configuration, Entry, same_key
from csms.store.table import ConditionFailed, fetch, perform, put
from tests.support import NOON


def entry(key: str, value: str | None = "1", *, readonly: bool = False) -> Entry:
    return Entry(key, readonly=readonly, value=value, at=NOON)


@pytest.mark.usefixtures("store")
def test_a_configuration_is_kept_as_it_is() -> None:
    told = [entry("CpoName", None), entry("NumberOfConnectors", "2", readonly=True)]
    configuration = Configuration.of("CP1")
    configuration.keep(told)
    configuration.complete_at = NOON
    perform(put(configuration))
    (kept,) = fetch(Configuration.of("CP1"))
    assert kept
    assert kept.all() == told
    assert kept.complete_at == NOON


def test_a_key_is_one_whatever_its_case() -> None:
    configuration = Configuration.of("CP1")
    configuration.keep([entry("CpoName", "old")])
    configuration.keep([entry("CPONAME", "new")])
    assert configuration.entry("cpoName") == entry("CPONAME", "new")
    assert configuration.all() == [entry("CPONAME", "new")]
    configuration.forget(["cponame", "never there"], NOON)
    assert configuration.all() == []
    assert configuration.entry("CpoName") is None
    assert same_key("CpoName", "cPOnAME")
    assert not same_key("CpoName", "CpoNames")


def test_what_the_charge_point_does_not_know_is_remembered_until_it_does() -> None:
    configuration = Configuration.of("CP1")
    assert not configuration.has_not("Fun")
    configuration.forget(["Fun"], NOON)
    assert configuration.all_unknown() == [("Fun", NOON)]
    assert configuration.has_not("fun")
    configuration.keep([entry("FUN")])
    assert configuration.all_unknown() == []
    assert not configuration.has_not("fun")
    configuration.complete_at = NOON
    assert configuration.has_not("Other")


def test_the_value_of_an_authorization_key_is_not_kept() -> None:
    configuration = Configuration.of("CP1")
    configuration.keep([entry("authorizationkey", "secret")])
    assert configuration.entry("AuthorizationKey") == entry("authorizationkey", None)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("2", 2),
        ("0", 0),
        ("007", 7),
        ("-1", None),
        ("2.0", None),
        ("²", None),
        ("", None),
        (None, None),
    ],
)
def test_a_number_is_one_or_is_not_known(value: str | None, number: int | None) -> None:
    configuration = Configuration.of("CP1")
    configuration.keep([entry("NumberOfConnectors", value)])
    assert configuration.number("numberOfConnectors") == number
    assert configuration.number("AnotherKey") is None


def at(seconds: int, key: str, value: str | None = None) -> Entry:
    return Entry(key, readonly=False, value=value, at=NOON + timedelta(seconds=seconds))


def test_of_each_key_that_counts_which_was_answered_last() -> None:
    configuration = Configuration.of("CP1")
    configuration.keep([at(5, "A", "new"), at(1, "B", "old")])
    configuration.keep([at(3, "A", "late"), at(3, "B", "new")])
    assert configuration.all() == [at(5, "A", "new"), at(3, "B", "new")]
    configuration.forget(["A", "B"], NOON + timedelta(seconds=4))
    assert configuration.all() == [at(5, "A", "new")]
    configuration.keep([at(3, "B", "late")])
    assert configuration.has_not("B")
    configuration.keep([at(4, "B", "again")])
    assert configuration.entry("B") == at(4, "B", "again")


def test_what_was_answered_after_all_keys_were_read_stays() -> None:
    configuration = Configuration.of("CP1")
    configuration.keep([at(1, "Gone"), at(1, "Read", "old"), at(5, "Changed", "new"), at(5, "Own")])
    configuration.forget(["Unknown"], NOON + timedelta(seconds=5))
    told = [at(3, "Read", "3"), at(3, "Changed", "old"), at(3, "Unknown", "old")]
    configuration.read_all(told, NOON + timedelta(seconds=3))
    assert configuration.all() == [at(5, "Changed", "new"), at(5, "Own"), at(3, "Read", "3")]
    assert configuration.has_not("Gone")
    assert configuration.has_not("Unknown")
    assert configuration.complete_at == NOON + timedelta(seconds=3)


def test_an_older_reading_of_all_keys_brings_none_back() -> None:
    configuration = Configuration.of("CP1")
    configuration.read_all([at(3, "A", "new")], NOON + timedelta(seconds=3))
    configuration.read_all([at(1, "A", "old"), at(1, "B", "gone")], NOON + timedelta(seconds=1))
    assert configuration.all() == [at(3, "A", "new")]
    assert configuration.complete_at == NOON + timedelta(seconds=3)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("of_old", [False, True])
def test_it_is_written_only_as_it_was_read(of_old: bool) -> None:
    if of_old:
        perform(put(Configuration.of("CP1")))
    one, other = Configuration.of("CP1"), Configuration.of("CP1")
    one.keep([entry("A")])
    perform(one.written())
    with pytest.raises(ConditionFailed):
        perform(other.written())
    (read,) = fetch(Configuration.of("CP1"))
    assert read
    read.keep([entry("B")])
    perform(read.written())
    (kept,) = fetch(Configuration.of("CP1"))
    assert kept
    assert kept.all() == [entry("A"), entry("B")]
