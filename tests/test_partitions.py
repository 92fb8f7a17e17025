"""No message, nor command, writes to a partition that a whole fleet writes to.

Two charge points say the same, and what both have written to is compared. They are of the same
shard, at the same address, and use the same id tag: whatever can be shared is.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from zlib import crc32

import pytest

from connection import disconnect
from csms.credentials import hash_password
from csms.inbound import last_seen
from csms.store.reported import deviations
from csms.store.table import SHARDS
from tests.actions import ACTIONS, PAYLOADS
from tests.api.support import ask
from tests.conftest import Says
from tests.connection.support import PASSWORD, authorize, basic, connected, event
from tests.partitions import Partitions
from tests.stored import provision, provision_id_tag
from tests.support import Context

ONE = "CP1"
OTHER = next(
    name
    for name in map("CP{}".format, count(2))
    if crc32(name.encode()) % SHARDS == crc32(ONE.encode()) % SHARDS
)

STRANGERS = {ONE: f"{ONE}-", OTHER: f"{OTHER}-"}
OF_A_LIST = f"a part in {SHARDS} of the fleet: a list over all, of its own month if by time"
SHARED: dict[str, str] = {
    "StateTable.by_time TX#<month>#<shard>": f"{OF_A_LIST}; once, as a transaction begins",
    "StateTable.by_name RUNNING#<shard>": f"{OF_A_LIST}; as a transaction begins, and ends",
    "StateTable.by_time STOP#<month>#<shard>": f"{OF_A_LIST}; of stops that end nothing",
    "StateTable.by_name PROBLEM#<shard>": f"{OF_A_LIST}; when one is new, not when it comes again",
    "StateTable.by_name DEVIATION#<shard>": f"{OF_A_LIST}; of each kind of fault the first",
    "StateTable.by_name WORK#<shard>": f"{OF_A_LIST}; what asks for a certificate",
    "HistoryTable.by_time SecurityEventNotification#<month>#<shard>": (
        f"{OF_A_LIST}; reported, and refused handshakes"
    ),
    "HistoryTable.by_time CHANGED#<shard>": f"{OF_A_LIST}; boots, statuses, ends of connections",
    "HistoryTable.by_time AUDIT#<month>#<shard>": f"{OF_A_LIST}; what operators do",
    "StateTable INBOX#<shard>": (
        f"a part in {SHARDS} of those that nobody has provisioned: 500 places, which are held"
    ),
    "HistoryTable NOBODY": (
        "whoever comes around the edge: eight items a minute and kind; not to note it harms nobody"
    ),
    "StateTable TAG#CARD-1": "those that use one id tag: while a transaction of it runs",
}
"""By the pattern of its key: how many share a partition, and when they write to it."""

START, STOP = PAYLOADS["StartTransaction"], PAYLOADS["StopTransaction"]
SAID: dict[str, tuple[str, dict[str, Any]]] = {
    **{action: (action, PAYLOADS[action]) for action in ACTIONS},
    "a stop of nothing": ("StopTransaction", STOP | {"transactionId": 987}),
    "a start without a clock": ("StartTransaction", START | {"timestamp": "1970-01-01T00:00:05Z"}),
    "what is mended": ("StatusNotification", PAYLOADS["StatusNotification"] | {"info": 7}),
    "what is refused": ("StartTransaction", {"idTag": "CARD-1"}),
    "an unknown action": ("SetOutlet", {}),
}

Do = Callable[[str], object]


@pytest.fixture
def does(says: Says, cp1: str) -> dict[str, Do]:
    """By name, what a charge point does."""
    provision_id_tag("CARD-1")
    for name in (ONE, OTHER):
        provision(name, security_profile=1, password_hash=hash_password(PASSWORD))

    def says_(what: str) -> Do:
        return lambda name: says(*SAID[what], charge_point_id=name)

    def transaction(name: str) -> None:
        answer = says("StartTransaction", START, charge_point_id=name)
        assert answer
        named = {"transactionId": answer[2]["transactionId"]}
        for action in ("MeterValues", "StopTransaction"):
            says(action, PAYLOADS[action] | named, charge_point_id=name)

    def connects(name: str, password: str = PASSWORD) -> None:
        found = authorize(x_ocpp_identity=name, authorization=basic(name, password.encode()))[
            "context"
        ]
        connected(f"of {name}", **found)

    def knocks(name: str) -> None:
        for _ in range(2):
            found = authorize(x_ocpp_identity=STRANGERS[name])["context"]
            assert connected(f"of {name}", **found)["statusCode"] == 404

    def comes_around_the_edge(name: str) -> None:
        authorize(x_ocpp_identity=STRANGERS[name], x_origin_secret="wrong")

    def is_commanded(name: str) -> None:
        connects(name)
        path = f"/charge-points/{name}/commands/Reset"
        headers = {"idempotency-key": name}
        asked = ask("POST", path, role="operator", body={"type": "Soft"}, headers=headers)
        assert asked.status == 202

    def disconnects(name: str) -> None:
        connects(name)
        ended = event("disconnect")
        ended["requestContext"]["connectionId"] = f"of {name}"
        ended["requestContext"]["authorizer"]["chargePointId"] = name
        disconnect.handler(ended, Context())

    def connects_again(name: str) -> None:
        connects(name)
        connects(name)

    return {
        **{what: says_(what) for what in SAID},
        "a transaction": transaction,
        "a connection": connects,
        "the same connection again": connects_again,
        "a command": is_commanded,
        "a connection that ends": disconnects,
        "a stranger": knocks,
        "a way around the edge": comes_around_the_edge,
        "a wrong password": lambda name: connects(name, "not-the-password"),
    }


DONE = [*SAID, "a transaction", "a connection", "the same connection again", "a command"]
DONE += ["a connection that ends", "a stranger", "a way around the edge", "a wrong password"]


@pytest.fixture
def written(does: dict[str, Do], monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], set[str]]:
    """What partitions a charge point writes to, as patterns, when it does something."""
    recorder = Partitions()
    recorder.put_before(monkeypatch)

    def of(what: str, charge_point_id: str) -> set[str]:
        recorder.touched.clear()
        last_seen._noted.clear()
        deviations._noted.clear()
        does[what](charge_point_id)
        return {*_written(recorder)}

    return of


def _written(recorder: Partitions) -> Iterator[str]:
    for touched in recorder.touched:
        if touched.kind == "write":
            pk = re.sub(rf"#[0-{SHARDS - 1}]$", "#<shard>", touched.pk)
            pk = re.sub(r"#\d{4}-\d\d(?=#)", "#<month>", pk)
            yield f"{touched.table}{touched.of_index and '.'}{touched.of_index} {pk}"


@pytest.mark.parametrize("what", DONE)
def test_what_two_write_to_is_among_the_few_that_are_shared(
    what: str, written: Callable[[str, str], set[str]]
) -> None:
    one, other = written(what, ONE), written(what, OTHER)
    assert one
    assert one & other <= SHARED.keys()


def test_all_that_is_said_to_be_shared_is(written: Callable[[str, str], set[str]]) -> None:
    found: Counter[str] = Counter()
    for what in DONE:
        found.update(written(what, ONE) & written(what, OTHER))
    assert found.keys() == SHARED.keys()
