"""Operators who ask the API of a `csms up`, and see whatever it answers."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import aiohttp

from api.http.roles import Role
from csms_tools.local.http_api.issuer import Issuer

PATIENCE = 30.0  # seconds, a second more than an answer may take

Payload = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: Payload

    @property
    def outcome(self) -> str:
        """What became of a command."""
        outcome: str = self.body["status"]
        return outcome


def token(issuer: Path, role: Role, lasts: timedelta) -> str:
    return Issuer.load(issuer).token(role, name="olga", at=datetime.now(UTC), lasts=lasts)


class Asking:
    """They share one token, and have as many connections as they need."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @classmethod
    @asynccontextmanager
    async def at(
        cls, url: str, issuer: Path, role: Role, lasts: timedelta = timedelta(hours=1)
    ) -> AsyncIterator[Self]:
        async with aiohttp.ClientSession(
            url,
            headers={"Authorization": f"Bearer {token(issuer, role, lasts)}"},
            timeout=aiohttp.ClientTimeout(total=PATIENCE),
            connector=aiohttp.TCPConnector(limit=0),
        ) as session:
            yield cls(session)

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        key: str | None = None,
        **query: object,
    ) -> Reply:
        async with self._session.request(
            method,
            path,
            data=None if body is None else json.dumps(body),
            headers={"Content-Type": "application/json"}
            | ({} if key is None else {"Idempotency-Key": key}),
            params={name: str(value) for name, value in query.items()},
        ) as answer:
            return Reply(answer.status, dict(answer.headers), await answer.json(content_type=None))

    async def read(self, path: str) -> Payload:
        """Raises RuntimeError if it is not shown."""
        reply = await self.ask("GET", path)
        if reply.status != 200:
            raise RuntimeError(f"GET {path}: {reply.status} {reply.body}")
        return reply.body

    async def outcome(self, command: Payload) -> Payload:
        """The same command, once it has ended, or after 25 seconds."""
        path = f"/charge-points/{command['chargePointId']}/commands/{command['commandId']}"
        return await self.read(f"{path}?wait=25")
