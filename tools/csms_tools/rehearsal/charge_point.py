"""A charge point of what was deployed: over its WebSocket API, with what the edge would add."""

import asyncio
import base64
import json
from typing import Any

from websockets.asyncio.client import ClientConnection

from csms_tools.rehearsal.deployed import Stack
from csms_tools.rehearsal.operator import PATIENCE, Json
from csms_tools.rehearsal.report import Broken

IDENTITY = "REHEARSAL-1"
PASSWORD = "sixteen-letters!"  # noqa: S105 - of a charge point that is there for minutes


class ChargePoint:
    """Speaks through the WebSocket API, with the headers that the edge would add."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0

    async def says(self, action: str, payload: Json) -> Json:
        """Its answer; raises Broken if it is none."""
        told = await self.hears(action, payload)
        if told[:2] != [3, str(self._number)]:
            raise Broken(f"{action} is answered {told}")
        answer: Json = told[2]
        return answer

    async def hears(self, action: str, payload: Json) -> list[Any]:
        self._number += 1
        await self._socket.send(json.dumps([2, str(self._number), action, payload]))
        return await self._heard()

    async def answers(self, payload: Json) -> list[Any]:
        """The call of ours that comes, which is answered."""
        called = await self._heard()
        await self._socket.send(json.dumps([3, called[1], payload]))
        return called

    async def _heard(self) -> list[Any]:
        async with asyncio.timeout(PATIENCE):
            told: list[Any] = json.loads(await self._socket.recv())
        return told


def address(stack: Stack, stage: str) -> tuple[str, dict[str, str]]:
    secret = stack.aws.client("secretsmanager").get_secret_value(
        SecretId=stack.physical("OriginSecret")
    )["SecretString"]
    credentials = base64.b64encode(f"{IDENTITY}:{PASSWORD}".encode()).decode()
    headers = {
        "Authorization": f"Basic {credentials}",
        "x-ocpp-identity": IDENTITY,
        "x-ocpp-transport": "tls",
        "x-viewer-address": "203.0.113.7",
        "x-origin-secret": secret,
    }
    api = stack.physical("ChargePointApi")
    return f"ws://127.0.0.1:{stack.aws.port}/_aws/execute-api/{api}/{stage}", headers
