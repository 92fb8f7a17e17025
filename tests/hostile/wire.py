"""A client without manners: any bytes at all over a connection that was opened properly."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 10.0
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


def frame(
    opcode: int, data: bytes = b"", *, fin: bool = True, reserved: int = 0, masked: bool = True
) -> bytes:
    """A frame of RFC 6455 §5.2, allowed or not."""
    first = (fin << 7) | (reserved << 4) | opcode
    head = header(first, len(data), masked=masked)
    if not masked:
        return head + data
    return head + bytes(4) + data  # a mask of zeros is a mask


def header(first: int, length: int, *, masked: bool = True) -> bytes:
    """Only what stands before the mask: what follows may be less than it announces."""
    bit = masked << 7
    if length < 126:
        return bytes([first, bit | length])
    if length < 1 << 16:
        return bytes([first, bit | 126]) + struct.pack("!H", length)
    return bytes([first, bit | 127]) + struct.pack("!Q", length)


@dataclass
class Wire:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, data: bytes) -> None:
        with suppress(ConnectionError):  # it may have been cut meanwhile
            self.writer.write(data)
            await self.writer.drain()

    async def told(self) -> tuple[int, bytes]:
        """The next frame of the server: its opcode and data. Raises EOFError, ConnectionError."""
        async with asyncio.timeout(PATIENCE):
            first, second = await self.reader.readexactly(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack("!H", await self.reader.readexactly(2))
            elif length == 127:
                (length,) = struct.unpack("!Q", await self.reader.readexactly(8))
            return first & 15, await self.reader.readexactly(length)

    async def ended(self) -> int | None:
        """The code that the server closes with; None if it hangs up without one."""
        try:
            while True:
                opcode, data = await self.told()
                if opcode == CLOSE:
                    return int.from_bytes(data[:2]) or 1005  # none was given
        except (EOFError, ConnectionError):
            return None


@asynccontextmanager
async def connection(url: str) -> AsyncIterator[Wire]:
    """Nothing but a TCP connection."""
    address = urlsplit(url)
    wire = Wire(*await asyncio.open_connection(address.hostname, address.port))
    try:
        yield wire
    finally:
        wire.writer.transport.abort()


@asynccontextmanager
async def upgraded(url: str) -> AsyncIterator[Wire]:
    async with connection(url) as wire:
        await wire.say(request(urlsplit(url).path))
        async with asyncio.timeout(PATIENCE):
            head = await wire.reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101 "), head
        yield wire


def request(path: str, **changes: str | None) -> bytes:
    """An upgrade request; a header that is None is left out."""
    headers = {
        "Host": "127.0.0.1",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": "ocpp1.6",
    } | {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()
