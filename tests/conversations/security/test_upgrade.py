"""A security profile is raised over OCPP, and nobody is stranded (C-41, case 083)."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from csms.store.provisioned.charge_points import ChargePoint as Stored
from csms.store.table import fetch
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import Csms, basic
from tests.conversations.strict import Call, ChargePoint, Reply, accepts, keeps_silent, says
from tests.factory import Factory
from tests.stored import provision

KEY = "0123456789abcdef0123456789abcdef01234567"

_numbers = count(1)


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return Factory(tmp_path_factory.mktemp("factory"))


@pytest.fixture(scope="module")
def csms(factory: Factory) -> Iterator[Csms]:
    """A running system that trusts the factory."""
    seed = factory.folder / "seed.yaml"
    seed.write_text("chargePoints: []\nidTags: []\n")
    with running.up("--client-ca", str(factory.ca), seed=seed) as csms:
        yield csms


@pytest.fixture
def charge_point(csms: Csms, store: None) -> ChargePoint:
    """At security profile 0, with nothing to show."""
    charge_point = ChargePoint(csms.ws, f"UP-{next(_numbers)}", accepts)
    provision(charge_point.id, security_profile=0, serial_number="SN-7")
    return charge_point


def turns(charge_point: ChargePoint, csms: Csms, profile: int, certificate: Path) -> None:
    """To what it shows at a profile."""
    charge_point.url = f"{csms.wss if profile > 1 else csms.ws}/{charge_point.id}"
    charge_point.ca = csms.ca if profile > 1 else None
    charge_point.certificate = certificate if profile == 3 else None
    with_key = profile in (1, 2)
    charge_point.headers = basic(charge_point.id, bytes.fromhex(KEY)) if with_key else None


async def status(charge_point: ChargePoint, *, speaks: bool = True) -> int:
    try:
        async with charge_point.connected():
            if speaks:
                assert "currentTime" in await charge_point.call("Heartbeat", {})
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


async def told(
    operators: Operators, charge_point: ChargePoint, key: str, value: str, reply: Reply = accepts
) -> None:
    charge_point.reply = reply
    async with charge_point.connected():
        payload = {"key": key, "value": value}
        await operators.send(charge_point.id, "ChangeConfiguration", payload, timeout=1)


def profiles(charge_point: ChargePoint) -> tuple[int, int | None]:
    (stored,) = fetch(Stored.of(charge_point.id))
    assert stored
    return stored.security_profile, stored.pending_security_profile


async def reboot_required(call: Call) -> str:
    return call.answer({"status": "RebootRequired"})


@pytest.mark.parametrize("how", ["accepted", "the answer is lost", "the connection is lost"])
async def test_one_charge_point_rises_from_0_to_3(
    how: str, csms: Csms, factory: Factory, operators: Operators, charge_point: ChargePoint
) -> None:
    certificate = factory.certificate("SN-7", f"{charge_point.id}")
    reply = {
        "accepted": accepts,
        "the answer is lost": keeps_silent,
        "the connection is lost": charge_point.hang_up,
    }[how]
    await told(operators, charge_point, "AuthorizationKey", KEY, reply)
    for profile in (1, 2, 3):
        await told(operators, charge_point, "SecurityProfile", str(profile), reply)
        assert profiles(charge_point) == (profile - 1, profile)
        for back_and_forth in (profile, profile - 1, profile):  # with its 101 lost, or no word said
            turns(charge_point, csms, back_and_forth, certificate)
            assert await status(charge_point, speaks=False) == 101
        assert await status(charge_point) == 101
        assert profiles(charge_point) == (profile, None)
        turns(charge_point, csms, profile - 1, certificate)
        assert await status(charge_point) in (401, 403)
        turns(charge_point, csms, profile, certificate)
        assert await status(charge_point) == 101


async def test_a_stack_that_shows_its_key_at_profile_0_gets_in(
    csms: Csms, operators: Operators, charge_point: ChargePoint
) -> None:
    charge_point.headers = basic(charge_point.id, bytes.fromhex(KEY))
    assert await status(charge_point) == 403
    charge_point.headers = None
    await told(operators, charge_point, "AuthorizationKey", KEY)
    for shown, expected in ((bytes.fromhex(KEY), 101), (KEY, 101), ("wrong", 401)):
        charge_point.headers = basic(charge_point.id, shown)
        assert await status(charge_point) == expected
    charge_point.headers = None
    assert await status(charge_point) == 101
    assert profiles(charge_point) == (0, None)


async def test_a_stack_that_comes_by_tls_once_it_was_told_2_gets_in(
    csms: Csms, operators: Operators, charge_point: ChargePoint, tmp_path: Path
) -> None:
    await told(operators, charge_point, "AuthorizationKey", KEY)
    turns(charge_point, csms, 2, tmp_path)
    assert await status(charge_point) == 403
    turns(charge_point, csms, 0, tmp_path)
    await told(operators, charge_point, "SecurityProfile", "2")
    turns(charge_point, csms, 2, tmp_path)
    assert await status(charge_point) == 101
    turns(charge_point, csms, 1, tmp_path)
    assert await status(charge_point) == 403


@pytest.mark.parametrize("status_told", ["Rejected", "NotSupported"])
async def test_one_that_refuses_stays_where_it_is(
    status_told: str, csms: Csms, operators: Operators, charge_point: ChargePoint, tmp_path: Path
) -> None:
    await told(operators, charge_point, "AuthorizationKey", KEY)
    await told(operators, charge_point, "SecurityProfile", "2", says({"status": status_told}))
    turns(charge_point, csms, 2, tmp_path)
    assert await status(charge_point) == 403
    turns(charge_point, csms, 0, tmp_path)
    assert await status(charge_point) == 101


async def test_one_that_has_to_reboot_may_take_its_time(
    csms: Csms, operators: Operators, charge_point: ChargePoint, tmp_path: Path
) -> None:
    await told(operators, charge_point, "AuthorizationKey", KEY, reboot_required)
    await told(operators, charge_point, "SecurityProfile", "1", reboot_required)
    assert await status(charge_point) == 101
    turns(charge_point, csms, 1, tmp_path)
    assert await status(charge_point) == 101
    assert profiles(charge_point) == (1, None)


async def test_never_downwards(
    csms: Csms, operators: Operators, charge_point: ChargePoint, tmp_path: Path
) -> None:
    await told(operators, charge_point, "AuthorizationKey", KEY)
    await told(operators, charge_point, "SecurityProfile", "2")
    turns(charge_point, csms, 2, tmp_path)
    async with charge_point.connected():
        assert "currentTime" in await charge_point.call("Heartbeat", {})
        path = f"/charge-points/{charge_point.id}/commands/ChangeConfiguration"
        downwards = {"key": "SecurityProfile", "value": "1"}
        assert (await operators.ask("POST", path, downwards)).status == 409
        await operators.send(charge_point.id, "ChangeConfiguration", downwards, force="true")
    turns(charge_point, csms, 1, tmp_path)
    assert await status(charge_point) == 403
    turns(charge_point, csms, 2, tmp_path)
    assert await status(charge_point) == 101
