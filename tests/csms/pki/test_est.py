"""An authority that speaks EST, with a real server over TLS."""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import serialize_certificates

from csms.pki import chains, requests
from csms.pki.authority import Authority, AuthorityFails, Issued, Subject, load
from csms.pki.est import Server
from csms.pki.issuers import OwnIssuer
from csms.pki.signers import KeySigner
from csms_tools.local.tls import credentials
from tests.certificates import NOW, YEAR, armoured, csr, csr_of_version, intermediate, key, root

SIGNS = OwnIssuer(intermediate().path, KeySigner(intermediate().private_key), "key")


@dataclass
class EstServer:
    """It signs what it is sent, unless it is told otherwise; `asked`: what came, in order."""

    url: str
    trust: str
    status: int = 200
    answer: bytes | None = None
    subject: str | None = None
    drops: int = 0
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def answered(self, path: str, body: bytes) -> bytes:
        if self.answer is not None:
            return self.answer
        found = list(intermediate().path)
        if path.endswith("simpleenroll"):
            request = requests.read(armoured(base64.b64decode(body)))
            name = self.subject or request.common_name or ""
            found = [
                SIGNS.issue(request, Subject(serial_number=name, organization=""), NOW, YEAR)[0]
            ]
        return base64.encodebytes(serialize_certificates(found, Encoding.DER))

    def named(self, **more: Any) -> dict[str, Any]:
        return {
            "url": self.url,
            "username": "csms",
            "password": "SECRET",
            "trust": self.trust,
        } | more


@pytest.fixture(scope="module")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EstServer]:
    made = credentials(tmp_path_factory.mktemp("tls"))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told.asked.append((self.command, self.path, dict(self.headers)))
            answer = told.answered(self.path, body)
            self.send_response(told.status)
            self.send_header("Content-Type", "application/pkcs7-mime; smime-type=certs-only")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            with suppress(OSError):  # it has gone
                for place in range(told.drops):
                    self.wfile.write(answer[place : place + 1])
                    sleep(0.1)
                self.wfile.write(answer[told.drops :])

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.servers[0])
    server.socket = context.wrap_socket(server.socket, server_side=True)
    url = f"https://localhost:{server.server_port}/.well-known/est"
    told = EstServer(url, made.ca.read_text())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def est(listening: EstServer) -> EstServer:
    listening.status, listening.answer, listening.subject = 200, None, None
    listening.drops = 0
    listening.asked.clear()
    return listening


def authority(folder: Path, named: dict[str, Any], certificates: str = "") -> Authority:
    path = folder / "authority.json"
    path.write_text(json.dumps({"issuers": [{"est": named, "certificates": certificates}]}))
    return load(f"file:{path}")


def issued(made: Authority, text: str = csr()) -> Issued:
    wanted = Subject(serial_number="SN-1", organization="Acme")
    return made.issue(requests.read(text), subject=wanted, at=NOW, lifetime=YEAR)


def test_what_the_server_signs_is_issued_with_the_authorities_above_it(
    tmp_path: Path, est: EstServer
) -> None:
    found = issued(authority(tmp_path, est.named()))
    leaf = x509.load_pem_x509_certificate(found.leaf_pem.encode())
    assert leaf.public_key() == key("EC").public_key()
    assert found.issuers_pem == [chains.pem(intermediate().path[0])]
    (method, path, headers), (then, above, _) = est.asked
    assert (method, path) == ("POST", "/.well-known/est/simpleenroll")
    assert (then, above) == ("GET", "/.well-known/est/cacerts")
    assert headers["Content-Type"] == "application/pkcs10"
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"csms:SECRET").decode()


def test_authorities_that_are_named_are_not_asked_for(tmp_path: Path, est: EstServer) -> None:
    found = issued(authority(tmp_path, est.named(), intermediate().certificates))
    assert found.issuers_pem == [chains.pem(intermediate().path[0])]
    assert len(est.asked) == 1


def test_a_request_goes_as_it_came(tmp_path: Path, est: EstServer) -> None:
    text = csr_of_version(2, key("EC"))
    assert issued(authority(tmp_path, est.named()), text).subject == "CN=SN-1"


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        pytest.param({"status": 202}, "not decided yet", id="it waits for somebody"),
        pytest.param({"status": 401}, "simpleenroll with 401", id="it knows us not"),
        pytest.param({"status": 302}, "simpleenroll with 302", id="it sends us elsewhere"),
        pytest.param({"answer": b"<html>"}, "cannot be read", id="a page"),
        pytest.param({"answer": b""}, "cannot be read", id="nothing"),
        pytest.param(
            {"answer": base64.b64encode(serialize_certificates([root().path[0]], Encoding.DER))},
            "without a certificate for this key",
            id="another certificate",
        ),
        pytest.param({"subject": "SN-2"}, "another serial number", id="another charge point's"),
    ],
)
def test_what_the_server_does_else_is_told(
    tmp_path: Path, est: EstServer, does: dict[str, Any], reason: str
) -> None:
    vars(est).update(does)
    with pytest.raises(AuthorityFails, match=reason) as failure:
        issued(authority(tmp_path, est.named()))
    assert "SECRET" not in str(failure.value)


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        pytest.param({"trust": root().root}, "CERTIFICATE_VERIFY_FAILED", id="another root"),
        pytest.param({"trust": ""}, "CERTIFICATE_VERIFY_FAILED", id="the usual roots"),
        pytest.param({"trust": "nonsense"}, "cannot be reached", id="no root"),
        pytest.param({"url": "https://localhost:1/est"}, "cannot be reached", id="nobody there"),
        pytest.param({"url": "http://localhost/est"}, "none of https", id="without TLS"),
        pytest.param({"url": "https://localhost:port/"}, "cannot be reached", id="no port"),
    ],
)
def test_only_the_server_that_is_trusted_is_told_anything(
    tmp_path: Path, est: EstServer, named: dict[str, str], reason: str
) -> None:
    with pytest.raises(AuthorityFails, match=reason):
        issued(authority(tmp_path, est.named(**named)))
    assert est.asked == []


def test_one_that_answers_in_drops_is_not_waited_for(
    tmp_path: Path, est: EstServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each in time, and all of it never: who asks would end without telling anybody."""
    monkeypatch.setattr("csms.pki.est._ENOUGH", 0.3)
    est.drops = 50
    began = monotonic()
    with pytest.raises(AuthorityFails, match="too long"):
        issued(authority(tmp_path, est.named()))
    assert monotonic() - began < 2


def test_its_password_is_not_shown() -> None:
    assert "SECRET" not in repr(Server(url="https://ca.example", password="SECRET"))
