"""The functions that the template's routes name, called in this process, watched closely."""

import io
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from csms import connections, task_queue, telemetry
from csms_tools.local.gateway.events import Api, Connection, message_event
from csms_tools.local.gateway.routing import route_selector
from tests.conftest import handler_of
from tests.support import RESOURCES, Context

API = RESOURCES["ChargePointApi"]["Properties"]
DONE = {"statusCode": 200}


class Worst(logging.Handler):
    """Keeps what is logged as an error: with a healthy store nothing may be one.

    Every record is spelled as on Lambda's standard output, and what cannot be raises.
    """

    def __init__(self, formatter: logging.Formatter | None) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        io.TextIOWrapper(io.BytesIO(), "utf-8").write(text)
        if record.levelno >= logging.ERROR:
            self.errors.append(text)


@dataclass
class ChargePoint:
    """A connection of a charge point, as API Gateway has it; `say` returns what it is answered."""

    charge_point_id: str
    log: Worst
    connection: Connection = field(init=False)
    posted: list[tuple[str, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = Connection(
            api=Api(),
            source_ip="127.0.0.1",
            user_agent=None,
            headers={},
            query="",
            connected_at=time.time(),
            authorizer={"principalId": "x", "chargePointId": self.charge_point_id},
        )

    def say(self, text: str, *, reserved: bool = False, later: float = 0) -> list[str]:
        """`reserved`: API Gateway lets an action named `$connect` select that route.

        `later`: so many seconds from now, which is when API Gateway says that it came.
        """
        self.posted.clear()
        select = route_selector(API["RouteSelectionExpression"], API["Routes"], reserved=reserved)
        route = select(text)
        assert route
        event = message_event(self.connection, route, text, time.time() + later)
        assert handler_of(route)(event, Context()) == DONE
        assert {to for to, _ in self.posted} <= {self.connection.id}, "no connection but its own"
        assert self.log.errors == []
        return [data.decode() for _, data in self.posted]

    def post(self, connection_id: str, data: bytes) -> None:
        self.posted.append((connection_id, data))


@contextmanager
def speaking_as(charge_point_id: str) -> Iterator[ChargePoint]:
    """Answers of the functions in this process are posted to this charge point."""
    logger = telemetry.logger
    worst = Worst(logger.formatter)
    charge_point = ChargePoint(charge_point_id, worst)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "sockets", charge_point)
        patch.setattr(task_queue, "later", lambda *_, **__: None)  # nobody works here
        patch.setattr(logger, "handlers", [worst])
        patch.setattr(logger, "level", logging.INFO)
        yield charge_point
