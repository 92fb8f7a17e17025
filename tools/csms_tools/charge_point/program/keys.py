"""Keys, as soon as they are pressed: for whoever sits at the terminal of a simulation."""

import asyncio
import os
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


def keyboard() -> int | None:
    """The terminal that keys can be had from; a job in the background must leave it alone."""
    if not sys.stdin or not sys.stdin.isatty():
        return None
    terminal = sys.stdin.fileno()
    try:
        return terminal if os.tcgetpgrp(terminal) == os.getpgrp() else None
    except OSError:  # it is a terminal, but not ours
        return None


@contextmanager
def pressed(terminal: int, react: Callable[[str], None]) -> Iterator[None]:
    """Without Enter and without an echo; Ctrl-C interrupts as ever."""
    loop, before = asyncio.get_running_loop(), termios.tcgetattr(terminal)

    def read() -> None:
        try:
            keys = os.read(terminal, 64)
        except OSError:
            keys = b""
        if not keys:  # the terminal has gone
            loop.remove_reader(terminal)
        for key in keys.decode(errors="ignore"):
            react(key)

    tty.setcbreak(terminal)
    loop.add_reader(terminal, read)
    try:
        yield
    finally:
        loop.remove_reader(terminal)
        with suppress(termios.error):
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
