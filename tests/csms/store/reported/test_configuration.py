import pytest

from csms.store.reported.configuration import Configuration, Entry, same_key
from csms.store.table import fetch, perform, put
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
