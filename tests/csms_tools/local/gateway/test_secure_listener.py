"""Whom TLS refuses is told, with the reason: seen from real TLS clients (OpenSSL)."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from csms_tools.local.gateway.secure_listener import why
from csms_tools.local.tls import Credentials, credentials
from tests.csms_tools.local.gateway.conftest import Desk, StartDesk
from tests.factory import DAY, Factory


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Credentials:
    return credentials(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return Factory(tmp_path_factory.mktemp("ours"), "ours")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return Factory(tmp_path_factory.mktemp("theirs"), "theirs")


@pytest.fixture
async def secure(desk: Desk, made: Credentials, ours: Factory) -> Desk:
    await desk.start_tls(made, ours.ca)
    return desk


def client(made: Credentials) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=made.ca)


async def shaken(port: int, context: ssl.SSLContext) -> None:
    """A handshake, and a byte in each direction: a client of TLS 1.3 sees its end then."""

    def connect() -> None:
        with (
            socket.create_connection(("127.0.0.1", port), 5) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as safe,
        ):
            safe.sendall(b"GET / HTTP/1.1\r\n\r\n")
            if safe.recv(1) == b"":
                raise ConnectionResetError("the connection was reset")

    await asyncio.to_thread(connect)


async def refusal(desk: Desk, context: ssl.SSLContext) -> str:
    with pytest.raises(OSError, match=r"(?i)ssl|tls|alert|reset"):
        await shaken(desk.secure_port, context)
    return await told(desk)


async def told(desk: Desk) -> str:
    async with asyncio.timeout(5):
        ((kind, address, reason),) = await desk.has_refused()
    assert (kind, address) == ("TlsRefused", "127.0.0.1")
    return reason


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_an_old_version(version: ssl.TLSVersion, secure: Desk, made: Credentials) -> None:
    context = client(made)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    assert await refusal(secure, context) == "its TLS version is too old"


async def test_a_suite_that_is_not_served(secure: Desk, made: Credentials) -> None:
    context = client(made)
    context.set_ciphers("ECDHE-ECDSA-CHACHA20-POLY1305")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    assert await refusal(secure, context) == "none of its cipher suites is taken"


CERTIFICATES: dict[str, tuple[Callable[[Factory, Factory], Path], str]] = {
    "of another authority": (
        lambda _, theirs: theirs.certificate(),
        "unable to get local issuer certificate",
    ),
    "expired": (lambda ours, _: ours.certificate(ends=-DAY / 2), "certificate has expired"),
    "not yet valid": (
        lambda ours, _: ours.certificate(begins=DAY / 2),
        "certificate is not yet valid",
    ),
}


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("what", CERTIFICATES)
async def test_a_certificate(
    what: str,
    version: ssl.TLSVersion,
    secure: Desk,
    made: Credentials,
    ours: Factory,
    theirs: Factory,
) -> None:
    certificate, reason = CERTIFICATES[what]
    context = client(made)
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(certificate(ours, theirs))
    assert await refusal(secure, context) == f"its certificate is not taken: {reason}"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_client_that_does_not_take_ours(
    version: ssl.TLSVersion, secure: Desk, theirs: Factory
) -> None:
    context = ssl.create_default_context(cafile=theirs.ca)
    context.minimum_version = context.maximum_version = version
    assert await refusal(secure, context) == "it breaks off: unknown ca"


@pytest.mark.parametrize("said", [b"GET /ocpp/CP001 HTTP/1.1\r\n\r\n", b"hello hello hello"])
async def test_one_that_speaks_something_else(said: bytes, secure: Desk) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", secure.secure_port)
    writer.write(said)
    with suppress(ConnectionError):
        await reader.read()
    writer.close()
    assert await told(secure) == "it does not speak TLS"


async def test_one_that_goes_away_is_not_refused(secure: Desk, made: Credentials) -> None:
    for said in (b"", b"\x16\x03\x01"):
        _, writer = await asyncio.open_connection("127.0.0.1", secure.secure_port)
        writer.write(said)
        writer.close()
        await writer.wait_closed()
    async with secure.connect_securely(made):
        pass
    assert secure.refused == []


async def test_one_that_is_too_slow_is_not_refused(
    start_desk: StartDesk, made: Credentials
) -> None:
    desk = await start_desk(handshake_seconds=0.2)
    await desk.start_tls(made)
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.secure_port)
    writer.write(b"\x16\x03\x01")
    async with asyncio.timeout(3):
        assert await reader.read() == b""
    writer.close()
    assert desk.refused == []


async def test_certificates_of_ours_are_taken(
    secure: Desk, made: Credentials, ours: Factory
) -> None:
    context = client(made)
    context.load_cert_chain(ours.certificate())
    async with secure.connect_securely(made, ssl=context):
        pass
    assert secure.refused == []


def test_what_has_no_words_of_ours_is_told_in_those_of_openssl() -> None:
    error = ssl.SSLError()
    error.reason = "BAD_KEY_SHARE"
    assert why(error) == "bad key share"
