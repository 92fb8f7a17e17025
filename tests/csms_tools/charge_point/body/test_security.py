import asyncio

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from csms_tools.charge_point import ChargePoint, Settings, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make, lives
from tests.csms_tools.charge_point.patience import settled


async def test_a_security_event_is_told_with_its_time(cp: ChargePoint, central: Central) -> None:
    await cp.security_event("TamperDetectionActivated", "x" * 300)
    assert central.said("SecurityEventNotification") == [
        {
            "type": "TamperDetectionActivated",
            "timestamp": "2026-11-22T12:00:00.000Z",
            "techInfo": "x" * 255,
        }
    ]


@pytest.mark.parametrize(
    ("name", "kind"), [("EC", ec.EllipticCurvePrivateKey), ("RSA", rsa.RSAPrivateKey)]
)
async def test_the_key_is_of_the_kind_it_was_built_with(
    make: Make, central: Central, name: str, kind: type
) -> None:
    cp = make(Settings(key_kind=name), registered=True)
    await cp.connect()
    assert await cp.sign_certificate()
    assert isinstance(cp.pending_key, kind)


async def test_a_rejected_request_is_forgotten(cp: ChargePoint, central: Central) -> None:
    central.once["SignCertificate"] = [{"status": "Rejected"}]
    assert not await cp.sign_certificate()
    assert cp.pending_key is None


async def test_a_newer_request_supersedes_an_older_one(cp: ChargePoint, central: Central) -> None:
    await cp.sign_certificate()
    first = cp.pending_key
    await cp.sign_certificate()
    assert cp.pending_key is not first


async def test_a_charge_point_that_lives_asks_for_its_certificate_once_there_is_a_line(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = make()
    living = await lives(cp, central)
    cp.pull_network()
    await settled()
    asking = asyncio.create_task(cp.sign_certificate())
    await settled(20)
    cp.plug_network()
    for _ in range(10):
        await clock.advance(1)
        await settled()
    async with asyncio.timeout(5):
        assert await asking
    living.cancel()
