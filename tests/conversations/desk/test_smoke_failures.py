"""`csms smoke` behind an edge that does one thing wrong: each of its checks can fail."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from csms_tools.operator.access import Choice, access
from csms_tools.operator.client import Api
from csms_tools.smoke.checks import CHECKS, result
from csms_tools.smoke.results import Result
from csms_tools.smoke.site import Options, Site
from tests.actions import ACTIONS
from tests.conversations.running import Csms
from tests.conversations.spoiling import Spoiled, spoiled


@pytest.fixture
def api(csms: Csms) -> Iterator[Api]:
    with closing(Api(access(Choice(api=csms.api), Choice()))) as api:
        yield api


async def seen(name: str, api: Api, csms: Csms, how: Spoiled, *, patience: float = 1.5) -> Result:
    """What a check finds of an edge that is spoiled."""
    async with spoiled(csms, how) as url:
        origin, expired = f"{url}/", csms.ca.with_name("server-ec.pem")
        # who asks for no certificate is the edge here, and the csms up behind it does
        other = csms.wss if name == "factory-certificate" else None
        site = Site(api, Options(url, csms.ca, origin, 2, expired, other, patience))
        try:
            return await result(name, site)
        finally:
            await asyncio.to_thread(site.clear)


def other_code(frame: list[Any]) -> list[Any]:
    return [4, frame[1], "GenericError", "", {}] if frame[0] == 4 else frame


def platforms_own(frame: list[Any]) -> list[Any] | str:
    own = '{"message": "Internal server error", "connectionId": "c", "requestId": "r"}'
    return own if frame[0] == 4 else frame


def no_commands(frame: list[Any]) -> list[Any] | None:
    return None if frame[0] == 2 else frame


def other_answers(frame: list[Any]) -> list[Any]:
    return [3, frame[1], {"configurationKey": []}] if frame[0] == 3 else frame


def no_heartbeats(frame: list[Any]) -> list[Any] | None:
    return None if frame[2:3] == ["Heartbeat"] else frame


RENAMED = Spoiled(headers={"WWW-Authenticate": "x-amzn-remapped-www-authenticate"})
BEATS = {"Heartbeat": {"currentTime": "2026-06-01T12:00:00Z"}}
OPENS = Spoiled(statuses={401: 101, 403: 101, 404: 101}, answers=BEATS)

SPOILED: dict[str, tuple[Spoiled, str]] = {
    "handshake": (Spoiled(up=no_heartbeats), "no answer to Heartbeat came"),
    "subprotocol": (Spoiled(subprotocol="ocpp2.0.1"), "the answer names ocpp2.0.1"),
    "no-subprotocol": (Spoiled(statuses={400: 500}), "HTTP 500, not 400"),
    "unknown-charge-point": (OPENS, "the socket was opened"),
    "wrong-password": (Spoiled(statuses={401: 403}), "HTTP 403, not 401"),
    "wrong-password-challenge": (RENAMED, "no challenge; x-amzn-remapped-www-authenticate"),
    "wrong-profile": (Spoiled(statuses={403: 502}), "HTTP 502, not 403"),
    "edge-challenge": (RENAMED, "no challenge"),
    "forged-headers": (Spoiled(statuses={403: 404}), "a forged certificate: HTTP 404"),
    "around-the-edge": (OPENS, "the socket was opened"),
    "address": (Spoiled(local_address="127.0.0.9"), "127.0.0.9, but the API was asked from"),
    "unknown-action": (Spoiled(down=other_code), "Nonsense was answered GenericError"),
    "reserved-routes": (Spoiled(down=platforms_own), "what came is no frame of OCPP"),
    "no-json": (Spoiled(garbles=True), "no answer to Heartbeat came"),
    "command": (Spoiled(up=other_answers), "the answer came as"),
    "replaced": (Spoiled(keeps_open=True), "the first is still open"),
    "ping": (Spoiled(pongs=False), "no pong"),
    "idle": (Spoiled(patience=0.5), "with heartbeats it was closed"),
    "certificate": (OPENS, "counts as security profile None"),
    "certificate-signing": (Spoiled(down=no_commands), "no CertificateSigned came"),
    "certificate-of-another": (OPENS, "the socket was opened"),
    "revoked-certificate": (OPENS, "it is still open"),
    "foreign-certificate": (Spoiled(), "it came past TLS: HTTP 401"),
    "factory-certificate": (Spoiled(), "it is refused in TLS"),
    "expired-certificate": (Spoiled(), "HTTP 401, not 403"),
}
"""For each check what makes it fail; where certificates matter, that this edge asks for none."""

WELL: dict[str, Any] = {
    "BootNotification": {
        "status": "Accepted",
        "currentTime": "2026-06-01T12:00:00Z",
        "interval": 300,
    },
    "SignCertificate": {"status": "Accepted"},
    "StartTransaction": {"transactionId": 7, "idTagInfo": {"status": "Accepted"}},
}
KEPT = [action for action in ACTIONS if action not in ("Authorize", "DataTransfer", "Heartbeat")]


@pytest.mark.parametrize("name", SPOILED)
async def test_an_edge_that_does_one_thing_wrong_is_found_out(
    name: str, api: Api, csms: Csms
) -> None:
    how, reason = SPOILED[name]
    found = await seen(name, api, csms, how)
    assert found.status == "failed", found
    assert reason in found.detail


@pytest.mark.parametrize("action", ACTIONS)
async def test_an_answer_of_another_shape_is_found_out(action: str, api: Api, csms: Csms) -> None:
    how = Spoiled(answers={action: {"status": 7, "unheardOf": True}})
    found = await seen(f"action-{action}", api, csms, how)
    assert found.status == "failed", found
    assert f"the answer to {action} has another shape" in found.detail


@pytest.mark.parametrize("action", KEPT)
async def test_an_answer_of_another_function_is_found_out(
    action: str, api: Api, csms: Csms
) -> None:
    how = Spoiled(answers={action: WELL.get(action, {})})
    found = await seen(f"action-{action}", api, csms, how, patience=0.7)
    assert found.status == "failed", found
    assert "it was answered, but " in found.detail


async def test_an_edge_that_does_nothing_wrong_is_none_of_that(api: Api, csms: Csms) -> None:
    own = {name for name in CHECKS if "certificate" in name} - {"factory-certificate"}
    names = [name for name in CHECKS if name not in own | {"around-the-edge"}]
    async with spoiled(csms, Spoiled()) as url:
        site = Site(api, Options(url, csms.ca, idle=0.5, password_url=url))
        found = [await result(name, site) for name in names]
        await asyncio.to_thread(site.clear)
    assert [one for one in found if one.status != "ok"] == []


def test_each_check_can_fail() -> None:
    assert {*SPOILED, *(f"action-{action}" for action in ACTIONS)} == set(CHECKS)
