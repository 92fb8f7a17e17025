"""The same over TLS: what is different there."""

import asyncio

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from csms_tools.local.tls import Credentials, credentials
from tests.csms_tools.local.gateway.conftest import Desk, StartDesk
from tests.csms_tools.local.gateway.support import HEARTBEAT, FakeFunctions
from tests.csms_tools.local.gateway.test_lifetime import told
from tests.csms_tools.local.gateway.test_messages import close_code


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Credentials:
    return credentials(tmp_path_factory.mktemp("tls"))


@pytest.fixture
async def secure(desk: Desk, made: Credentials) -> Desk:
    await desk.start_tls(made)
    return desk


async def test_functions_learn_that_it_is_tls(
    secure: Desk, functions: FakeFunctions, made: Credentials
) -> None:
    async with secure.connect_securely(made) as client:
        await client.send(HEARTBEAT)
        await functions.called("Heartbeat")
    [event] = functions.events("Authorizer")
    assert event["headers"]["x-ocpp-transport"] == "tls"


@pytest.mark.parametrize("forged", [{}, {"CloudFront-Viewer-Cert-Present": "1"}])
async def test_who_shows_nothing_is_challenged_and_no_function_is_called(
    secure: Desk, functions: FakeFunctions, made: Credentials, forged: dict[str, str]
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await secure.connect_securely(made, additional_headers=forged)
    response = refused.value.response
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Basic realm="ocpp"'
    assert not functions.calls
    said = "CP001 showed neither a password nor a certificate"
    assert secure.refused == [("MissingCredentials", "127.0.0.1", said)]


async def test_the_client_learns_why_it_is_closed_while_it_is_still_sending(
    secure: Desk, made: Credentials
) -> None:
    async with secure.connect_securely(made) as client:
        sending = asyncio.create_task(client.send("x" * 2_000_000))
        assert await close_code(client) == 1009
        await asyncio.wait([sending])
        sending.exception()


async def test_closes_are_told_as_over_plain_sockets(
    secure: Desk, functions: FakeFunctions, made: Credentials
) -> None:
    async with secure.connect_securely(made):
        pass
    assert await told(functions) == (1000, "")


async def test_a_slow_handshake_holds_up_nobody_and_is_cut(
    start_desk: StartDesk, made: Credentials
) -> None:
    desk = await start_desk(handshake_seconds=0.3)
    await desk.start_tls(made)
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.secure_port)
    writer.write(b"\x16\x03\x01")
    async with desk.connect_securely(made) as client:
        await client.send(HEARTBEAT)
    async with asyncio.timeout(3):
        assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


async def test_stopping_waits_for_no_tls_handshake(secure: Desk) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", secure.secure_port)
    writer.write(b"\x16\x03\x01")
    await asyncio.sleep(0.01)
    async with asyncio.timeout(1):
        await secure.gateway.stop()
    writer.close()
    await writer.wait_closed()


async def test_plain_text_on_the_secure_port_disturbs_nobody(
    secure: Desk, made: Credentials
) -> None:
    with pytest.raises(Exception, match=r"."):
        await connect(f"ws://127.0.0.1:{secure.secure_port}/ocpp/CP001")
    async with secure.connect_securely(made):
        pass
