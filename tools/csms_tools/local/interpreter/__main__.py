"""The process that stands for Step Functions. Its parent gives it a socket that listens already."""

import argparse
import logging
import os
import signal
import socket
import sys
import threading
from types import ModuleType
from unittest.mock import Mock

from . import clock
from .lambda_client import LambdaClient


def main() -> int:
    parser = argparse.ArgumentParser(prog="interpreter")
    parser.add_argument("--listener", type=int, required=True, help="an inherited socket")
    parser.add_argument("--lambda-endpoint", required=True, help="where functions are invoked")
    parser.add_argument("--account", required=True)
    parser.add_argument("--region", required=True)
    options = parser.parse_args()
    logging.basicConfig(level=logging.ERROR, format="%(name)s: %(message)s")
    threading.Event = clock.Event  # type: ignore[assignment, misc] # before moto takes it
    sys.modules["moto.batch.utils"] = _without_batch()
    from .machines import Machines
    from .server import Server

    machines = Machines(
        LambdaClient(options.lambda_endpoint), account=options.account, region=options.region
    )
    server = Server(socket.socket(fileno=options.listener), machines)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))  # what waits is in DynamoDB as well
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server.serve_forever()
    return 0


def _without_batch() -> ModuleType:
    """Tasks of AWS Batch would import all of EC2: three times as long a start, and 100 MB."""
    stand_in = ModuleType("moto.batch.utils")
    stand_in.JobStatus = Mock()  # type: ignore[attr-defined]
    return stand_in


def _end_with_parent() -> None:
    """Standard input is a pipe that nobody writes to: its end is the end of the parent."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
