"""An admin at the operators' API of a `csms up`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.systems import System
from csms_tools.local.http_api.issuer import Issuer


class Operator:
    def __init__(self, system: System, session: aiohttp.ClientSession) -> None:
        assert system.api
        issuer = Issuer.load(Path(system.state["issuer"]))
        now, day = datetime.now(UTC), timedelta(days=1)
        token = issuer.token("admin", name="bench", at=now, lasts=day)
        self._headers = {"Authorization": f"Bearer {token}"}
        self._api = system.api
        self._session = session

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """Raises RuntimeError if it is refused."""
        url = self._api + path
        async with self._session.request(method, url, json=body, headers=self._headers) as answer:
            said = await answer.json(content_type=None)
            if answer.status >= 300:
                raise RuntimeError(f"{method} {path}: {answer.status} {said}")
            return said
