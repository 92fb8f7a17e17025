"""What stands for AWS on loopback: it answers as it is told, and keeps what it was asked."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    peer: int


@dataclass
class Aws:
    """`answers`: status and document, one a request, the last for ever; None hangs up."""

    answers: list[tuple[int, Any] | None] = field(default_factory=lambda: [(200, {})])
    asked: list[Asked] = field(default_factory=list)
    url: str = ""


class Server(ThreadingHTTPServer):
    request_queue_size = 64  # of its five, one too many is let in a second later


@contextmanager
def serving(
    aws: Aws, tls: ssl.SSLContext | None = None, idle: float | None = None
) -> Iterator[Aws]:
    """`idle`: seconds after which it closes a connection that nobody uses."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = idle
        wbufsize = -1

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            port = self.client_address[1]
            aws.asked.append(Asked(self.command, self.path, headers, body, port))
            told = aws.answers.pop(0) if len(aws.answers) > 1 else aws.answers[0]
            if told is None:
                self.close_connection = True
                return
            status, document = told
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = answer

        def log_message(self, *_: object) -> None: ...

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    aws.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    try:
        yield aws
    finally:
        server.shutdown()
        server.server_close()
