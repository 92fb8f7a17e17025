"""Lines as long as a terminal is wide: words and the values of a frame are not parted."""

import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import TextIO

LEAST = 20
"""Columns; a narrower terminal parts lines by itself."""


def room(stream: TextIO | None = None) -> int | None:
    """Columns of the terminal that the stream is, by default standard output; else None."""
    if not (stream or sys.stdout).isatty():
        return None
    return columns()


def columns() -> int:
    return shutil.get_terminal_size((80, 24)).columns


def folded(text: str, width: int) -> list[str]:
    """At spaces alone; a word that is longer has a line of its own."""
    lines = textwrap.wrap(
        text,
        max(width, LEAST),
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
        replace_whitespace=False,
    )
    return lines or [""]


def hanging(text: str, indent: int, width: int | None) -> str:
    """The first line as it is, further ones indented; one line, if there is no width."""
    if width is None or len(text) <= width:
        return text
    head, rest = text[:indent], text[indent:]
    return head + ("\n" + " " * indent).join(folded(rest, width - indent))


def folded_frame(frame: str, width: int) -> list[str]:
    """After commas outside strings, where JSON may have space: it stays a frame when copied."""
    return _filled(_members(frame), max(width, LEAST))


def _members(frame: str) -> list[str]:
    members, begin, quoted, escaped = [], 0, False, False
    for place, each in enumerate(frame):
        if escaped:
            escaped = False
        elif each == "\\":
            escaped = quoted
        elif each == '"':
            quoted = not quoted
        elif each == "," and not quoted:
            members.append(frame[begin : place + 1])
            begin = place + 1
    return [*members, frame[begin:]]


def _filled(pieces: Sequence[str], width: int) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and len(lines[-1]) + len(piece) > width:
            lines.append("")
        lines[-1] += piece
    return lines
