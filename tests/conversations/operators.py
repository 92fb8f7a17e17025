"""Operators at the HTTP API of a running `csms up`."""

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
from tests.conversations.running import PATIENCE, Csms

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


class Operators:
    """They share one token."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @classmethod
    @asynccontextmanager
    async def of(cls, csms: Csms, role: Role = "operator") -> AsyncIterator[Self]:
        token = cls.token(csms, role)
        async with aiohttp.ClientSession(
            csms.api,
            headers={"Authorization": f"Bearer {token}"},
            timeout=aiohttp.ClientTimeout(total=PATIENCE + 10),
        ) as session:
            yield cls(session)

    @staticmethod
    def token(csms: Csms, role: Role = "operator") -> str:
        issuer = Issuer.load(Path(csms.health["issuer"]))
        return issuer.token(role, name="olga", at=datetime.now(UTC), lasts=timedelta(hours=1))

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

    async def post(
        self, charge_point_id: str, action: str, payload: Payload | None = None, **query: Any
    ) -> Reply:
        path = f"/charge-points/{charge_point_id}/commands/{action}"
        return await self.ask("POST", path, payload or {}, **query)

    async def send(
        self, charge_point_id: str, action: str, payload: Payload | None = None, **query: Any
    ) -> Payload:
        """A command, once it has ended."""
        reply = await self.post(charge_point_id, action, payload, wait=25, **query)
        assert reply.status == 200, reply
        return reply.body

    async def outcome(self, command: Payload) -> Payload:
        """The same command, once it has ended."""
        path = f"/charge-points/{command['chargePointId']}/commands/{command['commandId']}"
        reply = await self.ask("GET", path, wait=25)
        assert reply.status == 200, reply
        return reply.body
