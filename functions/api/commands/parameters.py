"""How a command is to be sent: what every operation that gives one takes in its query."""

from dataclasses import dataclass
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.http.models import Flag, Time

Seconds = Annotated[
    int | None, Query(ge=1, le=900, description="That it may take to answer; else a default.")
]
Wait = Annotated[int, Query(ge=0, le=25, description="Seconds to wait for the outcome.")]
QueueUntil = Annotated[Time | None, Query(description="How long it may wait for a connection.")]
Force = Annotated[Flag, Query(description="Send it though it seems to make no sense.")]


@dataclass(frozen=True)
class Sending:
    timeout: Seconds = None
    queue_until: QueueUntil = None
    force: Force = False
