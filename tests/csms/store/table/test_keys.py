import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pkgutil import walk_packages

from csms import store
from csms.store import table
from csms.store.table import keys
from tests.support import NOON


def kinds(base: type) -> set[type]:
    """The classes below one that have none below themselves."""
    below: list[type] = base.__subclasses__()
    return {base} if not below else {one for each in below for one in kinds(each)}


def test_the_table_of_keys_has_every_item() -> None:
    for module in walk_packages(store.__path__, "csms.store."):
        import_module(module.name)
    models = kinds(table.StateItem) | kinds(table.HistoryItem)
    ours = {one.__name__ for one in models if one.__module__.startswith("csms.store.")}
    assert ours <= set(re.findall(r"\w+", keys.__doc__ or ""))


def test_a_fleet_is_spread_over_its_shards() -> None:
    shards = {table.by_name("CP", f"CP-{number}")[0] for number in range(200)}
    assert shards == {f"CP#{shard}" for shard in range(table.SHARDS)}
    assert table.by_name("CP", "CP1") == table.by_name("CP", "CP1")


def test_a_list_by_time_is_of_a_month_and_in_order() -> None:
    pk, first = table.by_time("TX", "CP1", NOON)
    assert pk.startswith("TX#2026-06#")
    _, second = table.by_time("TX", "CP1", NOON + timedelta(milliseconds=1))
    assert first < second


def test_times_sort_in_keys_as_they_do_on_the_clock() -> None:
    times = [datetime(1, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), NOON]
    assert sorted(map(table.when, reversed(times))) == [table.when(at) for at in times]
