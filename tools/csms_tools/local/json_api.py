"""AWS's JSON protocol without an SDK: what the runtime itself says to the emulators."""

import json
from types import TracebackType
from typing import Any, Self

import aiohttp

_PATIENCE = 60.0  # seconds


class ServiceError(Exception):
    """A service refused; `code` is AWS's name for why."""

    def __init__(self, operation: str, code: str, message: str) -> None:
        super().__init__(f"{operation}: {code}: {message}")
        self.code = code


class JsonApi:
    """One service at an endpoint. An async context manager."""

    def __init__(self, endpoint: str, service: str, patience: float = _PATIENCE) -> None:
        """`service` as the protocol names it: DynamoDB_20120810, AmazonSQS."""
        self._endpoint = endpoint
        self._service = service
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=patience))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._session.close()

    async def call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Raises ServiceError, or aiohttp's ClientError when nobody answers."""
        headers = {
            "X-Amz-Target": f"{self._service}.{operation}",
            "Content-Type": "application/x-amz-json-1.0",
        }
        async with self._session.post(
            self._endpoint, data=json.dumps(request), headers=headers
        ) as response:
            answer: dict[str, Any] = json.loads(await response.read() or b"{}")
            if response.status >= 400:
                code = str(answer.get("__type", response.status)).rpartition("#")[2]
                raise ServiceError(operation, code, str(answer.get("message", "")))
            return answer
