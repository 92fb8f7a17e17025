"""Firmware in, logs out, over HTTP: really, but only on loopback, where a desk can see it."""

import ipaddress
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=20)
NOT_ALLOWED = (405, 501)


class TransferFailed(Exception):
    """Nothing was loaded up or down."""


class Files(Protocol):
    async def download(self, location: str) -> bytes: ...

    async def upload(self, location: str, name: str, content: bytes) -> None: ...


def on_loopback(location: str) -> bool:
    parts = urlsplit(location)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https"):
        return False
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def target(location: str, name: str) -> str:
    """A location that ends in a slash is a directory; any other may be signed, and stays."""
    parts = urlsplit(location)
    path = parts.path + name if parts.path.endswith("/") else parts.path or f"/{name}"
    return urlunsplit(parts._replace(path=path))


class LoopbackFiles:
    async def download(self, location: str) -> bytes:
        status, content = await _exchange("GET", location, None)
        if status != 200:
            raise TransferFailed(f"HTTP {status}")
        return content

    async def upload(self, location: str, name: str, content: bytes) -> None:
        """PUT, and POST where the server does not know PUT."""
        url = target(location, name)
        status, _ = await _exchange("PUT", url, content)
        if status in NOT_ALLOWED:
            status, _ = await _exchange("POST", url, content)
        if status >= 300:
            raise TransferFailed(f"HTTP {status}")


async def _exchange(method: str, url: str, content: bytes | None) -> tuple[int, bytes]:
    if not on_loopback(url):
        raise TransferFailed("only HTTP on loopback is tried")
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.request(method, url, data=content) as response,
        ):
            return response.status, await response.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise TransferFailed(str(error)) from error
