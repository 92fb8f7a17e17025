"""Opening the socket: address, subprotocol, Basic authentication, certificates (J §3, §6)."""

import base64
import json
import re
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidMessage, InvalidStatus
from websockets.typing import Subprotocol

from csms_tools.charge_point.errors import Refused, Unreachable

SUBPROTOCOL = "ocpp1.6"
CIPHERS = (
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:AES128-GCM-SHA256:AES256-GCM-SHA384"
)
"""The four of the whitepaper, two of them with static RSA, and what most servers prefer (C-42)."""
LONGEST_REASON = 300  # characters of what a server says of its refusal
HEX_KEY = re.compile(r"([0-9A-Fa-f]{2}){16,20}")


def key_bytes(password: str) -> bytes:
    """32 to 40 hex digits are the key itself, anything else is text (C-36)."""
    return bytes.fromhex(password) if HEX_KEY.fullmatch(password) else password.encode()


@dataclass(frozen=True)
class Access:
    """Where and as whom the charge point connects."""

    url: str
    identity: str
    password: bytes | None = field(default=None, repr=False)
    ca: str | None = None
    certificate: str | None = None
    key: str | None = None
    ciphers: str = CIPHERS
    """OpenSSL's names; they decide up to TLS 1.2 only."""
    highest: str = "MAXIMUM_SUPPORTED"
    """The highest TLS version to offer, by its name in `ssl.TLSVersion`."""
    subprotocols: Sequence[str] = (SUBPROTOCOL,)
    profile: int | None = None
    """The security profile that it keeps to; None: it shows all that it has."""

    @property
    def address(self) -> str:
        return f"{self.url.rstrip('/')}/{quote(self.identity, safe='')}"

    @property
    def secure(self) -> bool:
        return urlsplit(self.url).scheme == "wss"

    @property
    def security_profile(self) -> int:
        """The whitepaper's number for this way of connecting (C-40)."""
        if self.profile is not None:
            return self.profile
        if self.password is not None:
            return 2 if self.secure else 1
        return 3 if self.secure and self.certificate else 0

    @property
    def headers(self) -> dict[str, str]:
        if self.password is None or self.profile in (0, 3):
            return {}
        pair = self.identity.encode() + b":" + self.password
        return {"Authorization": "Basic " + base64.b64encode(pair).decode()}


@lru_cache(maxsize=4)
def _shared(ca: str | None, ciphers: str, highest: str) -> ssl.SSLContext:
    return _context(ca, ciphers, highest)


def _context(ca: str | None, ciphers: str, highest: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.maximum_version = ssl.TLSVersion[highest]
    context.set_ciphers(ciphers)
    return context


def tls(access: Access) -> ssl.SSLContext | None:
    """Charge points without a certificate of their own share a context: it is dear to make."""
    if not access.secure:
        return None
    if not access.certificate or access.profile == 2:
        return _shared(access.ca, access.ciphers, access.highest)
    context = _context(access.ca, access.ciphers, access.highest)
    context.load_cert_chain(access.certificate, access.key)
    return context


def _said(body: bytes | bytearray | None) -> str:
    """The server's own reason, in one line that is safe to print; API Gateway wraps it in JSON."""
    text = (body or b"").decode(errors="replace")
    with suppress(ValueError):
        told = json.loads(text)
        text = str(told.get("message", "")) if isinstance(told, dict) else text
    line = " ".join(text.split())[:LONGEST_REASON]
    return "".join(each for each in line if each.isprintable())


async def open_socket(access: Access, ping_interval: float | None = None) -> ClientConnection:
    try:
        socket = await connect(
            access.address,
            subprotocols=[Subprotocol(name) for name in access.subprotocols],
            additional_headers=access.headers,
            ssl=tls(access),
            compression=None,
            proxy=None,
            user_agent_header=None,
            open_timeout=10,
            close_timeout=2,
            ping_interval=ping_interval,
            max_size=2**20,
        )
    except InvalidStatus as error:
        response = error.response
        reason = f"HTTP {response.status_code} {response.reason_phrase}".strip()
        said = _said(response.body)
        if said and said != response.reason_phrase:
            reason += f": {said}"
        raise Refused(reason, response.status_code, response.headers) from error
    except InvalidMessage as error:  # it died in the middle, or a proxy before it is not there yet
        raise Unreachable(str(error)) from error
    except InvalidHandshake as error:
        raise Refused(str(error)) from error
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(f"certificate: {error.verify_message}") from error
    except ConnectionRefusedError as error:
        raise Unreachable("nothing listens there") from error
    except (OSError, EOFError) as error:  # TimeoutError and the other TLS errors are OSErrors
        raise Unreachable(str(error) or type(error).__name__) from error
    if socket.subprotocol != SUBPROTOCOL:
        await socket.close(1002, "no common subprotocol")
        raise Refused(f"the subprotocol is {socket.subprotocol}, not {SUBPROTOCOL}")
    return socket
