"""Firmware in, logs out, over HTTP: really, but only on loopback, or where it is allowed."""

import ipaddress
from collections.abc import Collection
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=60)
LARGEST = 128 * 1024 * 1024  # bytes of an image: a signature is over the whole
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


class HttpFiles:
    def __init__(self, hosts: Collection[str] = ()) -> None:
        """`hosts` are those beyond loopback."""
        self._hosts = frozenset(host.casefold() for host in hosts)

    async def download(self, location: str) -> bytes:
        status, content = await self._exchange("GET", location, None)
        if status != 200:
            raise TransferFailed(f"HTTP {status}")
        return content

    async def upload(self, location: str, name: str, content: bytes) -> None:
        """PUT, and POST where the server does not know PUT."""
        url = target(location, name)
        status, _ = await self._exchange("PUT", url, content)
        if status in NOT_ALLOWED:
            status, _ = await self._exchange("POST", url, content)
        if status >= 300:
            raise TransferFailed(f"HTTP {status}")

    async def _exchange(self, method: str, url: str, content: bytes | None) -> tuple[int, bytes]:
        if not (on_loopback(url) or self._allowed(url)):
            raise TransferFailed("only HTTP on loopback is tried, and hosts that are allowed")
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT) as session,
                session.request(method, url, data=content, allow_redirects=False) as response,
            ):
                return response.status, await _read(response)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise TransferFailed(str(error)) from error

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and (parts.hostname or "") in self._hosts


async def _read(response: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > LARGEST:
            raise TransferFailed(f"it has more than {LARGEST} bytes")
    return bytes(content)
