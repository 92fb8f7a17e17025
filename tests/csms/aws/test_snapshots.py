"""A function that starts from a snapshot has nothing of the time before, and all that it needs."""

import random
import ssl
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from csms import aws
from csms.aws import credentials, pool
from csms.aws.snapshots import after_restore
from tests.csms.aws.servers import Aws, serving

HOUR = 3600.0


class Snapshot(ModuleType):
    """Lambda's library of that name, as far as it is used: what is registered is done in order."""

    def __init__(self) -> None:
        super().__init__("snapshot_restore_py")
        self._registered: list[tuple[Callable[..., object], Any, Any]] = []

    def register_after_restore(self, work: Callable[..., object], *args: Any, **more: Any) -> None:
        self._registered.append((work, args, more))

    def restore(self) -> None:
        for work, args, more in self._registered:
            work(*args, **more)


@pytest.fixture
def snapshot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Snapshot]:
    one = Snapshot()
    monkeypatch.setitem(sys.modules, one.__name__, one)
    monkeypatch.setattr(pool, "pool", pool.Pool())
    yield one
    credentials.forget()


def test_where_there_are_no_snapshots_nothing_waits_for_one() -> None:
    after_restore(pytest.fail, "on a desk")


def test_what_it_is_done_with_comes_along(snapshot: Snapshot) -> None:
    done: list[tuple[object, ...]] = []
    after_restore(lambda *args, **more: done.append((args, more)), 1, two=2)
    assert done == []
    snapshot.restore()
    assert done == [((1,), {"two": 2})]


def test_connections_of_the_snapshot_are_not_used_and_new_ones_opened(
    snapshot: Snapshot, tls: ssl.SSLContext
) -> None:
    with serving(Aws(), tls) as server:
        aws.open_connections(server.url)
        pool.pool.send("GET", server.url, {}, b"")
        snapshot.restore()
        pool.pool.send("GET", server.url, {}, b"")
        snapshot.restore()
    peers = [one.peer for one in server.asked]
    assert peers[0] == peers[1] != peers[2] == peers[3] != peers[4]


def test_where_nobody_answers_a_function_starts_all_the_same(
    snapshot: Snapshot, tls: ssl.SSLContext
) -> None:
    with serving(Aws(), tls) as server:
        pass
    aws.open_connections(server.url)
    snapshot.restore()


def test_credentials_of_the_snapshot_are_not_used(snapshot: Snapshot) -> None:
    aws.open_connections()
    fetched = credentials._Fetched(credentials.Credentials("old", "secret"), ends_at=HOUR)
    assert credentials._kept("endpoint", 0, lambda: fetched).access_key == "old"
    snapshot.restore()
    newer = credentials._Fetched(credentials.Credentials("new", "secret"), ends_at=HOUR)
    assert credentials._kept("endpoint", 0, lambda: newer).access_key == "new"


def test_two_that_were_restored_from_one_snapshot_have_not_the_same_chance(
    snapshot: Snapshot,
) -> None:
    aws.open_connections()
    state = random.getstate()
    drawn = set()
    for _ in range(3):
        random.setstate(state)
        snapshot.restore()
        drawn.add(random.random())
    assert len(drawn) == 3
