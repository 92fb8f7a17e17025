"""What one runtime alone can have: its ports, and its data folder."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"  # none of this is meant for a network


class Unusable(Exception):
    """What was asked for cannot be had; one line."""


def listener(name: str, port: int) -> socket.socket:
    """Raises Unusable, with the option `--<name>-port`."""
    try:
        return socket.create_server((HOST, port), backlog=1024)
    except (OSError, OverflowError) as error:
        raise Unusable(f"--{name}-port {port}: {_why(error)}") from error


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Two runtimes on the same data would write over each other. Raises Unusable."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / "lock").open("w")
    except OSError as error:
        raise Unusable(f"--data {data}: {_why(error)}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unusable(f"--data {data}: another csms is using it") from error
        yield


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno).lower()
    return str(error)
