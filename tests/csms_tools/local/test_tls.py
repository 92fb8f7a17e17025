"""One port, two certificates, the suites of certification: seen from real TLS clients."""

import asyncio
import socket
import ssl
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from csms_tools.local.tls import SUITES, Credentials, credentials, server_context

NOON = datetime.now(UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Credentials:
    return credentials(tmp_path_factory.mktemp("tls"), now=NOON)


@pytest.fixture
async def port(made: Credentials) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_context(made))
    async with server:
        yield server.sockets[0].getsockname()[1]


def client(made: Credentials, suites: str = "ALL") -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=made.ca)
    context.set_ciphers(suites)
    return context


async def negotiated(port: int, context: ssl.SSLContext) -> tuple[str, str, str | None]:
    """The suite, the TLS version and the compression."""

    def connect() -> tuple[str, str, str | None]:
        with (
            socket.create_connection(("127.0.0.1", port), 5) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as secure,
        ):
            cipher = secure.cipher()
            assert cipher is not None
            return cipher[0], str(secure.version()), secure.compression()

    return await asyncio.to_thread(connect)


@pytest.mark.parametrize("suite", SUITES)
async def test_each_suite_of_certification_is_served(
    port: int, made: Credentials, suite: str
) -> None:
    context = client(made, suite)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    assert await negotiated(port, context) == (suite, "TLSv1.2", None)


async def test_no_other_suite_is_served_over_tls_1_2(port: int, made: Credentials) -> None:
    context = client(made, ":".join(["ALL", *(f"-{suite}" for suite in SUITES)]))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    offered = {cipher["name"] for cipher in context.get_ciphers()}
    assert "ECDHE-RSA-AES128-GCM-SHA256" in offered
    assert not offered & set(SUITES)
    with pytest.raises(ssl.SSLError):
        await negotiated(port, context)


async def test_tls_1_3_is_served(port: int, made: Credentials) -> None:
    _, version, _ = await negotiated(port, client(made))
    assert version == "TLSv1.3"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_tls_1_1_is_refused(port: int, made: Credentials) -> None:
    context = client(made, "ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError):
        await negotiated(port, context)


async def test_a_client_without_our_roots_does_not_trust_us(port: int) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await negotiated(port, ssl.create_default_context())


def test_both_certificates_name_the_host_the_organization_and_a_serial_number(
    made: Credentials,
) -> None:
    serial_numbers = set()
    for path, kind in zip(made.servers, (ec.EllipticCurvePublicKey, rsa.RSAPublicKey), strict=True):
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        serial_numbers.add(certificate.serial_number)
        assert isinstance(certificate.public_key(), kind)
        assert certificate.subject.rfc4514_string() == "CN=localhost,O=CSMS development"
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert names.get_values_for_type(x509.DNSName) == ["localhost"]
        assert [str(ip) for ip in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    assert len(serial_numbers) == 2


def test_only_the_owner_reads_the_keys_and_no_key_of_a_root_is_kept(made: Credentials) -> None:
    files = {path.name: path for path in made.ca.parent.iterdir()}
    assert set(files) == {"ca.pem", "server-ec.pem", "server-rsa.pem"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.servers} == {0o600}
    assert b"PRIVATE" not in files["ca.pem"].read_bytes()


def test_what_is_there_is_used_again_until_it_is_about_to_expire(tmp_path: Path) -> None:
    first = credentials(tmp_path, now=NOON).ca.read_bytes()
    assert credentials(tmp_path, now=NOON + timedelta(days=700)).ca.read_bytes() == first
    assert credentials(tmp_path, now=NOON + timedelta(days=800)).ca.read_bytes() != first


def test_what_lacks_is_made_again(tmp_path: Path) -> None:
    made = credentials(tmp_path)
    made.servers[0].unlink()
    server_context(credentials(tmp_path))
