"""The address on this machine to which the issuer sends a browser back (RFC 8252 §7.3)."""

import hmac
import socket
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import click

from csms_tools.commands import Failed, NoAccess, NoAnswer, Wrong
from csms_tools.operator.profiles import LOOPBACK
from csms_tools.operator.sign_in.provider import Refused

_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>csms login</title>"
    "<p style='font:1.2em sans-serif;margin:3em'>{}</p>"
)
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "Connection": "close",
}

Query = dict[str, str]


class Callback:
    """`with` it: it listens at once, so that a second one is told before anybody signs in."""

    def __init__(self, url: str, state: str, issuer: str) -> None:
        """Raises Wrong, Failed."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or 80
        except ValueError:
            host = None
        if parts.scheme != "http" or host not in LOOPBACK:
            raise Wrong(f"{url}: csms login is called back on this machine only, by http")
        self._path, self._state, self._issuer = parts.path or "/", state, issuer
        self._came: Queue[Query] = Queue()
        hosts = ["127.0.0.1", "::1"] if host == "localhost" else [str(host)]
        self._servers: list[ThreadingHTTPServer] = []
        for each in hosts:
            if each != "::1" or _has_ipv6():
                self._servers.append(self._server(each, port))

    def __enter__(self) -> "Callback":
        for server in self._servers:
            Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def code(self, patience: float) -> str:
        """Raises NoAccess, NoAnswer."""
        try:
            query = self._came.get(timeout=patience)
        except Empty:
            raise NoAnswer(f"nobody has signed in within {patience:.0f} s") from None
        if error := query.get("error"):
            raise Refused(self._issuer, error, query.get("error_description"))
        if query.get("iss", self._issuer) != self._issuer:  # RFC 9207
            raise NoAccess(f"the answer is of another issuer than {self._issuer}")
        if not query.get("code"):
            raise NoAccess(f"{self._issuer} sent back no code")
        return query["code"]

    def _server(self, host: str, port: int) -> ThreadingHTTPServer:
        callback = self

        class Server(ThreadingHTTPServer):
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
            daemon_threads = True

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_GET(self) -> None:
                status, text = callback._taken(self.path)
                page = _PAGE.format(escape(text)).encode()
                self.send_response(status)
                for name, value in (_HEADERS | {"Content-Length": str(len(page))}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                """The path has the code."""

        try:
            return Server((host, port), Handler)
        except (OSError, OverflowError) as error:
            for server in self._servers:
                server.server_close()
            told = "another csms login is waiting there, or another program"
            raise Failed(f"port {port} cannot be listened at: {told}") from error

    def _taken(self, target: str) -> tuple[int, str]:
        parts = urlsplit(target)
        if parts.path != self._path:
            return 404, "There is nothing here."
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if not hmac.compare_digest(query.get("state", "").encode(), self._state.encode()):
            click.echo("csms: an answer to another sign-in was left aside", err=True)
            return 400, "This belongs to another sign-in."
        self._came.put(query)
        if "error" in query:
            return 200, "You are not signed in; the terminal says why."
        return 200, "This page can be closed; the terminal goes on."


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
