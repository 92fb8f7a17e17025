"""How the runtime and a worker talk: a length, then JSON."""

import json
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct("!I")
_encode = json.JSONEncoder(separators=(",", ":")).encode


def packed(message: dict[str, Any]) -> bytes:
    text = _encode(message).encode()
    return _LENGTH.pack(len(text)) + text


def read(stream: BinaryIO) -> dict[str, Any] | None:
    """The next message; None when the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    [length] = _LENGTH.unpack(head)
    text = stream.read(length)
    return _parsed(text) if len(text) == length else None


class Splitter:
    """Cuts what arrives in pieces into messages."""

    def __init__(self) -> None:
        self._pieces = bytearray()

    def feed(self, data: bytes) -> list[dict[str, Any]]:
        self._pieces += data
        messages = []
        while len(self._pieces) >= _LENGTH.size:
            [length] = _LENGTH.unpack_from(self._pieces)
            end = _LENGTH.size + length
            if len(self._pieces) < end:
                break
            messages.append(_parsed(self._pieces[_LENGTH.size : end]))
            del self._pieces[:end]
        return messages


def _parsed(text: bytes | bytearray) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(text)
    return message
