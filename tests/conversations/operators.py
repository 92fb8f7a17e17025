"""Operators at the HTTP API of a running `csms up`."""

from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from api.http.roles import Role
from benchmarks.asking import Asking, Payload, Reply, token
from tests.conversations.running import Csms

__all__ = ["Operators", "Payload", "Reply"]


class Operators(Asking):
    @classmethod
    def of(cls, csms: Csms, role: Role = "operator") -> AbstractAsyncContextManager[Self]:
        return cls.at(csms.api, Path(csms.health["issuer"]), role)

    @staticmethod
    def token(csms: Csms, role: Role = "operator") -> str:
        return token(Path(csms.health["issuer"]), role, timedelta(hours=1))

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
