"""What functions log, as JSON lines: for people in a line of words, and whole into a file."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from csms_tools.folding import hanging, room

INDENT = 9  # columns of the time
LONGEST = 1_000_000  # bytes of a line that has no end
_FIRST = ("charge_point_id", "message")
_LEFT_OUT = frozenset(
    {
        *_FIRST,
        *("level", "location", "timestamp", "service", "cold_start", "xray_trace_id"),
        *("function_name", "function_memory_size", "function_arn", "function_request_id"),
        *("connection_id", "exception", "stack_trace"),
    }
)


class LogLines:
    """`file`: where the JSON goes, too; `as_json`: it is shown as it is."""

    def __init__(self, *, as_json: bool, file: Path | None = None) -> None:
        self._as_json = as_json
        self._file: BinaryIO | None = file.open("ab", buffering=0) if file else None
        self._rest = b""

    def take(self, some: bytes) -> None:
        """As much as has come; what is no whole line waits."""
        if self._file:
            self._file.write(some)
        *lines, self._rest = (self._rest + some).split(b"\n")
        if len(self._rest) > LONGEST:
            lines, self._rest = [*lines, self._rest], b""
        for each in lines:
            text = each.decode(errors="replace")
            if not self._as_json:
                text = hanging(for_people(text), INDENT, room(sys.stderr))
            print(text, file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._rest:
            self.take(b"\n")
        if self._file:
            self._file.close()


def for_people(line: str) -> str:
    """`12:00:01 CP1 handshake  status 403  reason …`; what is no JSON stays as it is."""
    try:
        told = json.loads(line)
    except ValueError:
        return line
    if not isinstance(told, dict) or "message" not in told:
        return line
    level = told.get("level", "INFO")
    words = [_time(told), *([] if level == "INFO" else [str(level)])]
    words += [str(told[name]) for name in _FIRST if told.get(name)]
    fields = [f"{name} {told[name]}" for name in told if name not in _LEFT_OUT]
    said = "  ".join([" ".join(words), *fields])
    return "".join(each if each.isprintable() else " " for each in said)


def _time(told: dict[str, Any]) -> str:
    try:
        at = datetime.strptime(str(told.get("timestamp")), "%Y-%m-%d %H:%M:%S,%f%z")
    except ValueError:
        return "--:--:--"
    return f"{at:%H:%M:%S}"
