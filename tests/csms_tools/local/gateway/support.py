"""Functions that are lines of a test, in place of Lambda."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

from csms_tools.local.functions.lambda_service import FunctionError

Event = dict[str, Any]

ALLOW = {
    "principalId": "CP001",
    "policyDocument": {
        "Version": "2012-10-17",
        "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": "*"}],
    },
    "context": {"chargePointId": "CP001", "verdict": "200"},
}
DENY = {
    "principalId": "CP001",
    "policyDocument": {
        "Statement": [{"Action": "execute-api:Invoke", "Effect": "Deny", "Resource": "*"}],
    },
}
CONNECTED = {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "ocpp1.6"}}
DONE = {"statusCode": 200}
HEARTBEAT = '[2,"1","Heartbeat",{}]'
UPGRADE = (
    b"GET /ocpp/CP001 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n"
)


class FakeFunctions:
    """Each function is the value that it answers, or a callable of its event."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {
            "Authorizer": ALLOW,
            "Connect": CONNECTED,
            "Disconnect": DONE,
            "Default": DONE,
            "Heartbeat": DONE,
        }
        self.calls: list[tuple[str, Event]] = []
        self._news = asyncio.Event()

    async def invoke(self, function_id: str, event: Event) -> Any:
        self.calls.append((function_id, event))
        self._news.set()
        answer = self.answers[function_id]
        result = answer(event) if callable(answer) else answer
        return await result if inspect.isawaitable(result) else result

    def events(self, function_id: str) -> list[Event]:
        return [event for name, event in self.calls if name == function_id]

    async def called(self, function_id: str, times: int = 1) -> list[Event]:
        """The function's events, as soon as it has been called so often."""
        async with asyncio.timeout(5):
            while len(self.events(function_id)) < times:
                self._news.clear()
                await self._news.wait()
        return self.events(function_id)


def fails(message: str = "boom") -> Callable[[Event], Any]:
    def function(event: Event) -> Any:
        raise FunctionError("Function", {"errorType": "Exception", "errorMessage": message})

    return function


def connection_id(event: Event) -> str:
    identifier: str = event["requestContext"]["connectionId"]
    return identifier
