"""What a charge point does in a month, and what comes of a storm beside it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from connection import authorizer, connect
from tests import fleet_steps
from tests.connection import support as handshakes
from tests.fleet_steps import BEGINS, CP, Invocation, Step
from tests.support import Context, Sockets

STRANGER = "CP-STRANGER-0001"
HOURS = 24  # until those come who are refused
AGAIN_AFTER = 10  # seconds


def steps(sockets: Sockets) -> Iterator[Step]:
    charge_point = fleet_steps.ChargePoint(sockets)
    yield from charge_point.steps()
    again: list[Invocation] = [
        ("Authorizer", charge_point._is_authorized),
        ("Connect", partial(charge_point._opens, "third")),
    ]
    yield Step("connect, in the place of another", again)
    yield _refused("a wrong password", CP, password="not-the-password")
    yield _refused("a stranger", STRANGER)
    yield _refused("around the edge", STRANGER, secret="wrong")


def _refused(
    why: str, identity: str, *, password: str = handshakes.PASSWORD, secret: str | None = None
) -> Step:
    """It has come before, within the same minute: most of a storm's have."""
    headers = {
        "x-ocpp-identity": identity,
        "authorization": handshakes.basic(identity, password.encode()),
    }
    if secret:
        headers["x-origin-secret"] = secret
    found: dict[str, Any] = {}
    first = int(BEGINS.timestamp() * 1000) + HOURS * 3_600_000

    def is_asked(at: int) -> None:
        asked = handshakes.event("authorizer")
        kept = {
            name: text for name, text in asked["headers"].items() if name.lower() not in headers
        }
        asked["headers"] = kept | headers
        asked["requestContext"]["requestTimeEpoch"] = at
        found.update(authorizer.handler(asked, Context())["context"])

    def knocks(at: int) -> None:
        asked = handshakes.event("connect")
        asked["headers"] |= headers
        asked["requestContext"] |= {"requestTimeEpoch": at, "authorizer": found}
        assert connect.handler(asked, Context())["statusCode"] in (401, 404)

    asking: list[tuple[str, Any]] = [("Authorizer", is_asked)]
    if not secret:  # else API Gateway refuses it by itself
        asking.append(("Connect", knocks))
    for _, ask in asking:
        ask(first)
    then = first + AGAIN_AFTER * 1000
    return Step(f"connect, refused: {why}", [(name, partial(ask, then)) for name, ask in asking])
