"""What `csms cost` computes with, measured anew: counts, and the CPU of each step.

`python -m tests.measuring` writes the file; with `--counts` it leaves the CPU as it is there.
"""

import json
import os
import platform
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import Any

import pytest

from csms import aws, task_queue
from csms.aws.pool import pool
from csms.inbound import last_seen
from csms_tools.cost.counts import FILE
from tests import conftest, fleet_steps  # noqa: F401 - it has the environment of functions
from tests.counting import Raw, counts, world
from tests.moto_transport import Transport

RUNS = 40  # of everything, of which the median of the CPU counts
LOADED = 500  # requests, of which each has its part of the CPU
BODY = b"x" * 300


def _queued(queue: list[Raw], task: Raw, **_delay: int) -> None:
    queue.append(task)


def cpu() -> dict[str, dict[str, float]]:
    """Milliseconds by step and function, without what a request takes below the signature."""
    taken: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    away = 0.0
    send = Transport.send

    def aside(self: Transport, *request: Any) -> Any:
        nonlocal away
        began = time.process_time()
        try:
            return send(self, *request)
        finally:
            away += time.process_time() - began

    for _ in range(RUNS):
        with world() as (sockets, _log), pytest.MonkeyPatch.context() as patch:
            patch.setattr(Transport, "send", aside)
            fleet_steps.provisioned()
            queue: list[Raw] = []
            patch.setattr(task_queue, "later", partial(_queued, queue))
            for step in fleet_steps.ChargePoint(sockets).steps():
                spent: defaultdict[str, float] = defaultdict(float)
                for function, run in step.invocations(queue):
                    last_seen._noted.clear()
                    away, began = 0.0, time.process_time()
                    run()
                    spent[function] += time.process_time() - began - away
                for function, seconds in spent.items():
                    taken[step.name][function].append(seconds * 1000)
    return {
        step: {function: round(median(each), 2) for function, each in functions.items()}
        for step, functions in taken.items()
    }


SERVER = """
from http.server import BaseHTTPRequestHandler, HTTPServer
class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.wfile.write(b"HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\n{}")
    def log_message(self, *said): pass
server = HTTPServer(("127.0.0.1", 0), Answer)
print(server.server_port, flush=True)
server.serve_forever()
"""


def cpu_of_requests() -> dict[str, float]:
    """Milliseconds of a request over an open connection: `post` with, `send` without signing."""
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as it:
        assert it.stdout
        url = f"http://127.0.0.1:{int(it.stdout.readline())}/"
        try:
            return {
                "post": _each(lambda: aws.requests.request("POST", url, {}, BODY, "execute-api")),
                "send": _each(lambda: pool.send("POST", url, {}, BODY)),
            }
        finally:
            it.terminate()


def _each(ask: Callable[[], object]) -> float:
    ask()
    began = time.process_time()
    for _ in range(LOADED):
        ask()
    return round((time.process_time() - began) / LOADED * 1000, 3)


def counted() -> dict[str, Any]:
    """With each of the message logs that there may be."""
    return {
        "steps": counts(),
        "steps without a message log": counts(MESSAGE_LOG_RETENTION_DAYS="0"),
        "steps with a telling message log": counts(MESSAGE_LOG="Telling"),
    }


def measured() -> dict[str, Any]:
    """What the file has: the counts, and CPU with the whole message log."""
    return {
        "measured": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "python": platform.python_version(),
        "milliseconds a request": cpu_of_requests(),
        "milliseconds": cpu(),
    } | counted()


if __name__ == "__main__":
    told = json.loads(FILE.read_text()) | counted() if "--counts" in sys.argv else measured()
    FILE.write_text(json.dumps(told, indent=1) + "\n")
