"""What tests say over and over: the template's tables, noon, a message from CP1, what was sent."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from csms.aws import ServiceError
from csms_tools.template_yaml import parsed
from tests import acting

ROOT = Path(__file__).parent.parent
TEMPLATE: dict[str, Any] = parsed((ROOT / "template.yaml").read_text())
RESOURCES: dict[str, Any] = TEMPLATE["Resources"]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass
class Sockets:
    """Stands where API Gateway's connection management does: what was posted, what was closed."""

    posted: list[tuple[str, list[Any]]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    failing: bool = False
    too_large: bool = False

    def post(self, connection_id: str, data: bytes) -> None:
        self._reach("POST", connection_id)
        if self.too_large:
            raise ServiceError("PayloadTooLargeException", status=413)
        self.posted.append((connection_id, json.loads(data)))
        self.sizes.append(len(data))

    def delete(self, connection_id: str) -> None:
        self._reach("DELETE", connection_id)
        self.closed.append(connection_id)

    def _reach(self, method: str, connection_id: str) -> None:
        acting.ask("execute-api", method, {})
        if self.failing:
            raise ConnectionError
        if connection_id in self.gone:
            raise ServiceError("GoneException", status=410)

    @property
    def frames(self) -> list[list[Any]]:
        return [frame for _, frame in self.posted]


class Context:
    """Lambda's context, as far as handlers look at it."""

    function_name = "csms-function"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:csms-function"
    aws_request_id = "8e0f6b52-9d3a-4a49-bd0c-1f0a2d6f7c11"

    def __init__(self, seconds: float = 10) -> None:
        self.seconds = seconds

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


def message(
    body: str,
    *,
    at: datetime = NOON,
    charge_point_id: str = "CP1",
    route: str = "$default",
    generation: str = "",
) -> dict[str, Any]:
    """The event that API Gateway makes of what a charge point says."""
    return {
        "body": body,
        "isBase64Encoded": False,
        "requestContext": {
            "routeKey": route,
            "eventType": "MESSAGE",
            "messageId": f"message-{at.timestamp()}",
            "connectionId": f"socket-{charge_point_id}",
            "requestTimeEpoch": int(at.timestamp() * 1000),
            "connectedAt": int(NOON.timestamp() * 1000) - 60_000,
            "authorizer": {
                "principalId": charge_point_id,
                "chargePointId": charge_point_id,
                "generation": generation,
            },
        },
    }


def frame(action: str, payload: dict[str, Any], unique_id: str = "unique-1") -> str:
    return json.dumps([2, unique_id, action, payload])
