"""AWS's JSON protocol on loopback; POST /clock {"advance": seconds} lets time pass at once."""

import json
import logging
import socket
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from csms_tools.local.permissions.judge import Denied, Judge

from . import clock
from .machines import Machines, Refusal

_logger = logging.getLogger("interpreter")

CONTROL = "Local"  # no service of AWS


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, listener: socket.socket, machines: Machines) -> None:
        super().__init__(listener.getsockname(), _Requests, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.machines = machines
        self.judge: Judge | None = None


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: two would wait for each other
    server: Server

    def do_GET(self) -> None:
        self._answer(200, {"services": ["stepfunctions"]})

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if self.path == "/clock":
            clock.advance(float(request["advance"]))
            self._answer(200, {"now": clock.now()})
            return
        service, _, operation = self.headers.get("X-Amz-Target", "").partition(".")
        if service == CONTROL:
            self._answer(200, self._control(operation, request))
            return
        try:
            if self.server.judge:
                told = self.headers.get("Authorization")
                self.server.judge.judge(told, "states", operation, request)
            self._answer(200, self.server.machines.call(operation, request))
        except Denied as denied:
            self._answer(400, {"__type": "AccessDeniedException", "message": str(denied)})
        except Refusal as refusal:
            self._answer(400, {"__type": refusal.code, "message": str(refusal)})
        except Exception:
            _logger.exception("%s failed", operation)
            self._answer(500, {"__type": "InternalServerError"})

    def _control(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """How its parent says what functions may do, and learns what they used."""
        if operation == "Judge":
            self.server.judge = Judge.load(request)
        return {"used": sorted(self.server.judge.used) if self.server.judge else []}

    def _answer(self, status: int, document: dict[str, Any]) -> None:
        content = json.dumps(document, default=_as_told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing is said of what went well."""


def _as_told(value: object) -> float:
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(type(value).__name__)
