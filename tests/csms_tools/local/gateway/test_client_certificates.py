"""Certificates of clients: whose are taken, and what functions are told of them."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from websockets.exceptions import InvalidStatus, WebSocketException

from csms.pki import chains
from csms_tools.authorities import CertificateAuthority
from csms_tools.local.tls import Credentials, credentials
from tests.certificates import NOW, YEAR, intermediate, root, shown
from tests.csms_tools.local.gateway.conftest import Desk
from tests.csms_tools.local.gateway.support import HEARTBEAT, FakeFunctions

ANOTHER = root(name="Another root")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Credentials:
    return credentials(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "trust.pem"
    path.write_text(root().root)
    return path


@pytest.fixture
async def secure(desk: Desk, made: Credentials, bundle: Path) -> Desk:
    await desk.start_tls(made, bundle)
    return desk


def become(bundle: Path, text: str | None) -> None:
    bundle.unlink() if text is None else bundle.write_text(text)


async def opens(desk: Desk, made: Credentials, certificate: Path) -> bool:
    """Whether a message is taken; with TLS 1.3 a refusal is first seen when something is read."""
    try:
        async with desk.connect_securely(made, certificate) as client:
            await client.send(HEARTBEAT)
            await desk.functions.called("Heartbeat", len(desk.functions.events("Connect")))
    except InvalidStatus:
        raise
    except (OSError, WebSocketException):
        return False
    return True


@pytest.mark.parametrize("issuer", [root(), intermediate()], ids=["root", "intermediate"])
async def test_functions_are_told_of_a_certificate_below_a_root_that_is_trusted(
    secure: Desk,
    functions: FakeFunctions,
    made: Credentials,
    tmp_path: Path,
    issuer: CertificateAuthority,
) -> None:
    path = shown(tmp_path, issuer)
    assert await opens(secure, made, path)
    leaf = x509.load_pem_x509_certificates(path.read_bytes())[0]
    headers = functions.events("Authorizer")[0]["headers"]
    assert headers["x-client-cert-present"] == "true"
    assert headers["x-client-cert-sha256"] == chains.sha256(leaf)
    assert "CN=SN-1" in headers["x-client-cert-subject"]


async def test_a_certificate_of_another_authority_is_refused_in_tls(
    secure: Desk, functions: FakeFunctions, made: Credentials, tmp_path: Path
) -> None:
    assert not await opens(secure, made, shown(tmp_path, ANOTHER))
    assert not functions.calls


@pytest.mark.parametrize(
    ("at", "lifetime"),
    [(-YEAR, YEAR / 2), (YEAR / 2, YEAR / 2)],
    ids=["expired", "not yet valid"],
)
async def test_a_certificate_out_of_its_time_is_refused_in_tls(
    secure: Desk,
    functions: FakeFunctions,
    made: Credentials,
    tmp_path: Path,
    at: timedelta,
    lifetime: timedelta,
) -> None:
    path = shown(tmp_path, root(), at=NOW + at, lifetime=lifetime)
    assert not await opens(secure, made, path)
    assert not functions.calls


async def test_one_that_has_expired_passes_where_the_authorizer_is_to_look_at_it(
    desk: Desk, made: Credentials, tmp_path: Path, bundle: Path
) -> None:
    await desk.start_tls(made, bundle, whenever_valid=True)
    assert await opens(desk, made, shown(tmp_path, root(), at=NOW - YEAR, lifetime=YEAR / 2))
    become(bundle, root().root + "\n")
    assert await opens(desk, made, shown(tmp_path, root(), at=NOW - YEAR, lifetime=YEAR / 2))
    assert not await opens(desk, made, shown(tmp_path, ANOTHER))


async def test_who_shows_none_is_served_beside(secure: Desk, made: Credentials) -> None:
    async with secure.connect_securely(made) as client:
        await client.send(HEARTBEAT)
        await secure.functions.called("Heartbeat")


async def test_an_authority_is_trusted_as_soon_as_it_stands_in_the_bundle_and_no_longer(
    secure: Desk, made: Credentials, tmp_path: Path, bundle: Path
) -> None:
    ours, other = shown(tmp_path, root()), shown(tmp_path, ANOTHER)
    assert not await opens(secure, made, other)
    become(bundle, root().root + ANOTHER.root)
    assert await opens(secure, made, other)
    assert await opens(secure, made, ours)
    become(bundle, ANOTHER.root)
    assert await opens(secure, made, other)
    assert not await opens(secure, made, ours)


@pytest.mark.parametrize("text", ["", "-----BEGIN CERTIFICATE-----", None])
async def test_a_bundle_that_cannot_be_read_leaves_the_trust_as_it_was(
    secure: Desk, made: Credentials, tmp_path: Path, bundle: Path, text: str | None
) -> None:
    become(bundle, text)
    assert await opens(secure, made, shown(tmp_path, root()))
    become(bundle, ANOTHER.root)
    assert not await opens(secure, made, shown(tmp_path, root()))
    assert await opens(secure, made, shown(tmp_path, ANOTHER))
