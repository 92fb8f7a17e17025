"""/health: whether what a deployment stands on answers, in a word for anybody who asks.

/health/checks tells operators which of it does not. Each is asked with the smallest read there is,
and not again for some seconds, so that whoever asks a thousand times costs no more than one.
"""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from api.http.models import Time, View
from api.http.operations import JSON, Resource, shows
from api.http.request_context import RequestContext
from api.http.resolver import Api
from csms import __version__, aws
from csms.aws import ServiceError
from csms.deadline import OutOfTime, within
from csms.store.table import HistoryItem, StateItem, read
from csms.telemetry import logger

resource = Resource("/health/checks", "Health")

PATH = "/health"
STANDS = timedelta(seconds=5)
PATIENCE = 3.0  # seconds for each

Name = Literal["state table", "history table", "task queue"]

EXAMPLE: dict[str, object] = {
    "status": "ok",
    "version": "0.1.0",
    "at": "2026-06-01T12:00:00Z",
    "checks": [
        {"name": "state table", "ok": True, "milliseconds": 4},
        {"name": "history table", "ok": True, "milliseconds": 5},
        {"name": "task queue", "ok": False, "milliseconds": 3000, "reason": "OutOfTime"},
    ],
}


class Check(View):
    name: Name
    ok: bool
    milliseconds: int
    reason: Annotated[str | None, Field(description="The error's name.")] = None


class Health(View):
    status: Literal["ok", "failing"]
    version: str
    at: Annotated[Time, Field(description="When it was looked, some seconds ago at most.")]
    checks: list[Check]


_last: list[Health] = []


@resource.operation("GET", "", "viewer", shows(Health, EXAMPLE))
def read_health(context: RequestContext) -> Health:
    """Whether the tables and the task queue answer, and the version that asks them."""
    return _health(context.at)


def serve(api: Api) -> None:
    """Without a token: a word, and no more."""

    def health() -> Response[str]:
        at = api.current_event.raw_event["requestContext"]["timeEpoch"] / 1000
        status = _health(datetime.fromtimestamp(at, UTC)).status
        body = json.dumps({"status": status})
        return Response(200 if status == "ok" else 503, JSON, body)

    api.get(PATH, include_in_schema=False)(health)


def _health(at: datetime) -> Health:
    if _last and at - STANDS < _last[0].at <= at:
        return _last[0]
    checks = [_checked(name, ask) for name, ask in PROBES.items()]
    ok = all(each.ok for each in checks)
    found = Health(status="ok" if ok else "failing", version=__version__, at=at, checks=checks)
    _last[:] = [found]
    return found


def _checked(name: Name, ask: Callable[[], object]) -> Check:
    began, reason = monotonic(), None
    try:
        with within(PATIENCE):
            ask()
    except (Exception, OutOfTime) as error:
        logger.exception("what health asks does not answer", extra={"check": name})
        reason = error.code if isinstance(error, ServiceError) else type(error).__name__
    took = round((monotonic() - began) * 1000)
    return Check(name=name, ok=reason is None, milliseconds=took, reason=reason)


def _queue() -> None:
    attributes = {"QueueUrl": os.environ["TASK_QUEUE_URL"], "AttributeNames": ["DelaySeconds"]}
    aws.call(aws.SQS, "GetQueueAttributes", attributes)


PROBES: dict[Name, Callable[[], object]] = {
    "state table": lambda: read(StateItem, [("HEALTH", "HEALTH")]),
    "history table": lambda: read(HistoryItem, [("HEALTH", "HEALTH")]),
    "task queue": _queue,
}
