"""An authority that is somebody else's and speaks EST, Enrollment over Secure Transport (RFC 7030).

Of it two requests: `POST <url>/simpleenroll` with the charge point's own request (§4.2.1), and
`GET <url>/cacerts` where the certificates above are not named (§4.1).
"""

import binascii
import ssl
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException, HTTPSConnection
from typing import Literal
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization.pkcs7 import load_der_pkcs7_certificates

from csms.deadline import OutOfTime, within
from csms.pki.issuers import AuthorityFails, Subject
from csms.pki.requests import CertificateRequest

_PATIENCE = 3.0  # seconds for each word of it
_ENOUGH = 6.0  # seconds for all of it: the function has ten, and tells then what has failed
_MOST = 65_536  # bytes of an answer


@dataclass(frozen=True, kw_only=True)
class Server:
    """`trust`: the roots of its TLS certificate, in PEM; empty for those of the machine."""

    url: str
    username: str = ""
    password: str = field(default="", repr=False)
    trust: str = ""


@dataclass(frozen=True)
class EstIssuer:
    server: Server
    certificates: tuple[x509.Certificate, ...] = ()
    kind: str = "est"

    def issue(
        self, request: CertificateRequest, subject: Subject, at: datetime, lifetime: timedelta
    ) -> tuple[x509.Certificate, ...]:
        """For how long, and for which organization, is the authority's own affair."""
        try:
            with within(_ENOUGH):
                return self._issued(request)
        except OutOfTime:
            raise AuthorityFails("the EST server takes too long") from None

    def _issued(self, request: CertificateRequest) -> tuple[x509.Certificate, ...]:
        answer = _asked(self.server, "POST", "simpleenroll", b64encode(request.der))
        leaf = next((each for each in answer if each.public_key() == request.public_key), None)
        if leaf is None:
            raise AuthorityFails("the EST server answers without a certificate for this key")
        above = [each for each in answer if each != leaf]
        known = self.certificates or _asked(self.server, "GET", "cacerts")
        return leaf, *above, *known


def _asked(
    server: Server, method: Literal["GET", "POST"], operation: str, body: bytes | None = None
) -> list[x509.Certificate]:
    url = urlsplit(server.url)
    if url.scheme != "https" or not url.hostname:
        raise AuthorityFails("the address of the EST server is none of https")
    headers = {"Accept": "application/pkcs7-mime"}
    if body:
        headers["Content-Type"] = "application/pkcs10"
        headers["Content-Transfer-Encoding"] = "base64"
    if server.username:
        known = b64encode(f"{server.username}:{server.password}".encode()).decode()
        headers["Authorization"] = f"Basic {known}"
    try:
        context = ssl.create_default_context(cadata=server.trust or None)
        connection = HTTPSConnection(
            url.hostname, url.port or 443, timeout=_PATIENCE, context=context
        )
        try:
            path = f"{url.path.rstrip('/')}/{operation}"
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            status, answer = response.status, response.read(_MOST)
        finally:
            connection.close()
    except (OSError, HTTPException, ValueError) as error:
        raise AuthorityFails(f"the EST server cannot be reached: {error}") from error
    if status == 202:  # §4.2.3: to be asked again, with the same
        raise AuthorityFails("the EST server has not decided yet")
    if status != 200:
        raise AuthorityFails(f"the EST server answers {operation} with {status}")
    try:
        return load_der_pkcs7_certificates(b64decode(answer))
    except (binascii.Error, ValueError, UnsupportedAlgorithm) as error:
        raise AuthorityFails("the EST server's answer cannot be read") from error
