import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from csms_tools.charge_point import Access, Refused, Unreachable, key_bytes
from csms_tools.charge_point.conversation.handshake import open_socket
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.pki import Authority
from tests.csms_tools.charge_point.secure import Secure, behind_tls


@pytest.fixture
def access(central: Central) -> Access:
    return Access(central.url, "CP 1/ü")


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("0123456789abcdef", b"0123456789abcdef"),
        ("00" * 16, bytes(16)),
        ("aB" * 20, bytes.fromhex("ab" * 20)),
        ("ab" * 21, b"ab" * 21),
        ("a" * 33, b"a" * 33),
    ],
)
def test_32_to_40_hex_digits_are_bytes_and_all_else_is_text(password: str, key: bytes) -> None:
    assert key_bytes(password) == key


async def test_the_identity_is_percent_encoded_in_the_path(
    access: Access, central: Central
) -> None:
    await (await open_socket(access)).close()
    assert central.paths == ["/ocpp/CP%201%2F%C3%BC"]


async def test_the_password_follows_the_decoded_identity_byte_for_byte(
    access: Access, central: Central
) -> None:
    central.password = bytes(range(16))
    await (await open_socket(replace(access, password=central.password))).close()
    header = central.headers[0]["Authorization"].removeprefix("Basic ")
    assert base64.b64decode(header) == "CP 1/ü".encode() + b":" + bytes(range(16))


async def test_without_a_password_nothing_is_said_of_one(access: Access, central: Central) -> None:
    socket = await open_socket(access)
    assert "Authorization" not in central.headers[0]
    assert socket.response is not None
    assert socket.response.headers["Sec-WebSocket-Protocol"] == "ocpp1.6"
    await socket.close()


@pytest.mark.parametrize("status", [401, 403, 404, 503])
async def test_a_refusal_tells_its_status(access: Access, central: Central, status: int) -> None:
    central.refuse = status
    with pytest.raises(Refused, match=str(status)) as refused:
        await open_socket(access)
    assert refused.value.status == status
    assert refused.value.headers["Content-Type"].startswith("text/plain")


async def test_another_subprotocol_is_a_refusal(access: Access, central: Central) -> None:
    central.subprotocol = "ocpp2.0.1"
    with pytest.raises(Refused):
        await open_socket(access)


async def test_nobody_at_the_address_is_unreachable() -> None:
    with pytest.raises(Unreachable, match=r"^nothing listens there$"):
        await open_socket(Access("ws://127.0.0.1:9", "CP1"))


async def test_who_dies_before_the_answer_is_unreachable_and_refuses_nobody() -> None:
    def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unreachable):
            await open_socket(Access(f"ws://127.0.0.1:{port}", "CP1"))


def test_the_way_in_tells_the_security_profile() -> None:
    plain, secure = Access("ws://localhost", "CP"), Access("wss://localhost", "CP")
    assert [
        plain.security_profile,
        replace(plain, password=b"x").security_profile,
        replace(secure, password=b"x").security_profile,
        replace(secure, certificate="c.pem").security_profile,
    ] == [0, 1, 2, 3]


@pytest.fixture
async def secure(tmp_path: Path) -> AsyncIterator[Secure]:
    """A central system behind TLS that asks for certificates of the same root."""
    async with behind_tls(tmp_path, ssl.CERT_OPTIONAL) as secure:
        yield secure


async def test_a_certificate_is_shown_to_the_central_system(secure: Secure) -> None:
    socket = await open_socket(secure.access)
    assert secure.central.socket is not None
    tls = secure.central.socket.transport.get_extra_info("ssl_object")
    assert tls.getpeercert()["subject"] == ((("commonName", "leaf"),),)
    await socket.close()


async def test_a_server_with_an_unknown_root_is_unreachable(secure: Secure, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.pem"
    stranger.write_text(Authority("Stranger").pem)
    with pytest.raises(Unreachable, match="certificate"):
        await open_socket(replace(secure.access, ca=str(stranger)))


async def test_only_the_suites_that_were_named_are_offered(secure: Secure) -> None:
    suite = "ECDHE-ECDSA-AES256-GCM-SHA384"
    socket = await open_socket(replace(secure.access, ciphers=suite, highest="TLSv1_2"))
    tls = socket.transport.get_extra_info("ssl_object")
    assert (tls.version(), tls.cipher()[0]) == ("TLSv1.2", suite)
    await socket.close()


@pytest.mark.parametrize(("profile", "shown"), [(None, True), (0, False), (1, True), (3, False)])
async def test_a_security_profile_says_whether_the_password_is_shown(
    access: Access, central: Central, profile: int | None, shown: bool
) -> None:
    await (await open_socket(replace(access, password=bytes(16), profile=profile))).close()
    assert ("Authorization" in central.headers[0]) is shown


@pytest.mark.parametrize(("profile", "shown"), [(None, True), (2, False), (3, True)])
async def test_a_security_profile_says_whether_the_certificate_is_shown(
    tmp_path: Path, profile: int | None, shown: bool
) -> None:
    async with behind_tls(tmp_path, ssl.CERT_OPTIONAL) as (central, access, _):
        socket = await open_socket(replace(access, password=bytes(16), profile=profile))
        assert central.socket is not None
        peer = central.socket.transport.get_extra_info("ssl_object").getpeercert()
        await socket.close()
    assert bool(peer) is shown
