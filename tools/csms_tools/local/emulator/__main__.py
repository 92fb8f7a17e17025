"""The process that stands for AWS. Its parent gives it a socket that listens already."""

import argparse
import asyncio
import logging
import os
import signal
import socket
import ssl
import sys
from pathlib import Path

import uvloop

from . import garbage, tuning
from .dynamodb import DynamoDB
from .journal import InUse, Journal
from .server import Server
from .snapshots import Damaged
from .sqs import Sqs


async def serve(
    listener: socket.socket,
    data: Path | None,
    expire_every: float,
    https: tuple[socket.socket, ssl.SSLContext] | None,
) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    _stop_with_parent(loop, stopping)
    journal = Journal(data) if data else None
    tuning.install()
    garbage.leave_what_stays()
    dynamodb = DynamoDB(journal)
    server = Server(dynamodb, Sqs(journal))
    await server.start(listener, https)
    while not stopping.is_set():
        try:
            async with asyncio.timeout(expire_every):
                await stopping.wait()
        except TimeoutError:
            await dynamodb.expire()
    await server.stop()
    if journal:
        await journal.close()


def _stop_with_parent(loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
    """Standard input is a pipe that nobody writes to: its end is the end of the parent."""

    def read() -> None:
        if not os.read(sys.stdin.fileno(), 1):
            loop.remove_reader(sys.stdin.fileno())
            stopping.set()

    loop.add_reader(sys.stdin.fileno(), read)


def main() -> int:
    parser = argparse.ArgumentParser(prog="emulator")
    parser.add_argument("--listener", type=int, required=True, help="an inherited socket")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--expire-every", type=float, required=True, help="seconds")
    parser.add_argument("--https-listener", type=int, help="another")
    parser.add_argument("--certificate", type=Path, help="of that, with its key")
    options = parser.parse_args()
    logging.basicConfig(level=logging.ERROR, format="%(name)s: %(message)s")
    try:
        listener, https = socket.socket(fileno=options.listener), None
        if options.https_listener:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(options.certificate)
            https = socket.socket(fileno=options.https_listener), context
        uvloop.run(serve(listener, options.data, options.expire_every, https))
    except (InUse, Damaged, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
