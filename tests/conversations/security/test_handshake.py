"""Who gets a socket: every refusal comes before the upgrade."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from csms.credentials import hash_password
from csms.store.reported import inbox
from csms.store.reported.connections import Connection
from csms.store.table import fetch
from tests.conversations import running
from tests.conversations.conftest import Opener
from tests.conversations.running import PATIENCE, Csms, basic
from tests.stored import failures_of, provision

PASSWORD = "a-password-of-ours"
HEX_PASSWORD = "00ff" * 10  # bytes that are no text

Status = Callable[..., Awaitable[int]]


@pytest.fixture
def status(csms: Csms) -> Status:
    """The HTTP status of a handshake; 101 if the socket opened."""

    async def answered(path: str, *, tls: bool = False, **how: object) -> int:
        url = f"{csms.wss if tls else csms.ws}/{path}"
        try:
            async with running.line(url, ca=csms.ca if tls else None, **how):  # type: ignore[arg-type]
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code

    return answered


@pytest.fixture
def secured(charge_point_id: str) -> str:
    """The charge point at security profile 2."""
    provision(charge_point_id, security_profile=2, password_hash=hash_password(PASSWORD))
    return charge_point_id


async def test_an_unknown_identity_is_not_found(status: Status) -> None:
    assert await status("NOBODY") == 404
    assert await status("NOBODY", tls=True, headers=basic("NOBODY", PASSWORD)) == 404


async def test_identities_are_case_sensitive_and_percent_decoded(
    status: Status, charge_point_id: str
) -> None:
    provision("Depot 7 ü", security_profile=0)
    assert await status("Depot%207%20%C3%BC") == 101
    assert await status("depot%207%20%C3%BC") == 404
    assert await status("Depot%207%2") == 404
    assert await status(f"{charge_point_id}/") == 101


async def test_missing_or_wrong_credentials_are_challenged(csms: Csms, secured: str) -> None:
    for headers in (None, basic(secured, "wrong"), basic("OTHER", PASSWORD)):
        with pytest.raises(InvalidStatus) as refused:
            async with running.line(f"{csms.wss}/{secured}", ca=csms.ca, headers=headers):
                pass
        assert refused.value.response.status_code == 401
        assert refused.value.response.headers["WWW-Authenticate"] == 'Basic realm="ocpp"'


async def test_a_refused_password_is_a_security_event(status: Status, secured: str) -> None:
    for _ in range(2):
        assert await status(secured, tls=True, headers=basic(secured, "wrong")) == 401
    assert sum(event.tries for event in failures_of(secured)) == 2


async def test_the_right_password_opens_the_socket(csms: Csms, secured: str) -> None:
    headers = basic(secured, PASSWORD)
    async with running.line(f"{csms.wss}/{secured}", ca=csms.ca, headers=headers) as line:
        assert line.socket.subprotocol == "ocpp1.6"
        assert "currentTime" in await line.call("Heartbeat", {})


@pytest.mark.parametrize("sent", [bytes.fromhex(HEX_PASSWORD), HEX_PASSWORD])
async def test_a_key_may_come_as_its_bytes_or_as_its_digits(
    sent: str | bytes, status: Status, secured: str
) -> None:
    hashed = hash_password(HEX_PASSWORD)
    provision(secured, security_profile=2, password_hash=hashed)
    assert await status(secured, tls=True, headers=basic(secured, sent)) == 101


async def test_another_security_profile_is_forbidden(status: Status, secured: str) -> None:
    credentials = basic(secured, PASSWORD)
    assert await status(secured, headers=credentials) == 403
    assert await status(secured) == 403
    hashed = hash_password(PASSWORD)
    provision(secured, security_profile=1, password_hash=hashed)
    assert await status(secured, headers=credentials) == 101
    assert await status(secured) == 401
    assert await status(secured, tls=True, headers=credentials) == 403


async def test_a_client_cannot_say_who_it_is_past_the_path(
    status: Status, charge_point_id: str
) -> None:
    forged = {"x-ocpp-identity": charge_point_id, "x-ocpp-transport": "tls"}
    assert await status("NOBODY", headers=forged) == 404


@pytest.mark.parametrize(
    ("offered", "expected"),
    [(("ocpp0.1",), 400), ((), 400), (("ocpp0.1", "ocpp1.6"), 101), (("ocpp2.0.1",), 400)],
)
async def test_only_ocpp16_is_spoken(
    offered: tuple[str, ...], expected: int, status: Status, charge_point_id: str
) -> None:
    assert await status(charge_point_id, subprotocols=offered) == expected


async def test_a_new_connection_takes_the_place_of_the_old(
    open_line: Opener, charge_point_id: str
) -> None:
    async with open_line() as old, open_line() as new:
        with pytest.raises(ConnectionClosed):
            async with asyncio.timeout(PATIENCE):
                await old.socket.recv()
        await asyncio.sleep(0.3)  # for the $disconnect of the old one, which changes nothing
        (connection,) = fetch(Connection.of(charge_point_id))
        assert connection
        assert "currentTime" in await new.call("Heartbeat", {})


async def test_a_closed_connection_is_forgotten(open_line: Opener, charge_point_id: str) -> None:
    async with open_line():
        assert fetch(Connection.of(charge_point_id)) != (None,)
    for _ in range(50):
        if fetch(Connection.of(charge_point_id)) == (None,):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the connection is still there")


async def test_a_charge_point_is_known_by_its_own_address_and_not_by_that_of_the_edge(
    status: Status, secured: str, csms: Csms
) -> None:
    forged = {"x-viewer-address": "192.0.2.99", "X-Forwarded-For": "192.0.2.99"}
    wrong = basic(secured, "wrong-password") | forged
    assert await status(secured, tls=True, headers=wrong) == 401
    (failure,) = failures_of(secured)
    assert failure.source_ip == "127.0.0.1"
    headers = basic(secured, PASSWORD) | forged
    async with running.line(f"{csms.wss}/{secured}", ca=csms.ca, headers=headers):
        (connection,) = fetch(Connection.of(secured))
        assert connection
        assert connection.source_ip == "127.0.0.1"
    assert await status("ELSEWHERE", headers=forged) == 404
    stranger = inbox.find("ELSEWHERE")
    assert stranger
    assert stranger.source_ip == "127.0.0.1"


async def test_who_guesses_on_is_not_listened_to_and_an_open_connection_goes_on(
    csms: Csms, status: Status, secured: str
) -> None:
    right, wrong = basic(secured, PASSWORD), basic(secured, "wrong")
    async with running.line(f"{csms.wss}/{secured}", ca=csms.ca, headers=right) as line:
        tried = [await status(secured, tls=True, headers=wrong) for _ in range(12)]
        assert tried == [401] * 10 + [429] * 2
        assert await status(secured, tls=True, headers=right) == 429
        assert "currentTime" in await line.call("Heartbeat", {})
    other = f"{secured}-OTHER"
    provision(other, security_profile=2, password_hash=hash_password(PASSWORD))
    assert await status(other, tls=True, headers=basic(other, PASSWORD)) == 101
