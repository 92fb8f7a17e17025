"""Nobody here reaches a host but this machine: whoever tries fails, and is written down.

tests/conftest.py imports it, and a Python that a test starts with our environment finds it by
PYTHONPATH before anything else, so that child processes are held to it as well.
"""

import os
import sys
from ipaddress import ip_address

REACHED = "CSMS_TESTS_REACHED"  # where the file is that names the hosts
_ASKS_FOR_A_HOST = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}


class NotLoopback(Exception):
    pass


def _look(event: str, arguments: tuple[object, ...]) -> None:
    place = _ASKS_FOR_A_HOST.get(event)
    if place is None:
        return
    host = arguments[place]
    if isinstance(host, tuple):  # an address of the internet; a path is one of this machine
        host = host[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        return
    if not is_loopback(host):
        if path := os.environ.get(REACHED):
            with open(path, "a") as file:  # noqa: PTH123 - it is for every Python that starts
                file.write(f"{host}\n")
        raise NotLoopback(f"a test wants to reach {host}")


def is_loopback(host: object) -> bool:
    if isinstance(host, bytes | bytearray):
        host = host.decode(errors="replace")
    if not host or host == "localhost" or str(host).endswith(".localhost"):
        return True
    try:
        address = ip_address(str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


sys.addaudithook(_look)
