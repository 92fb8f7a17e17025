"""A charge point slept for too long, and its certificate has expired: it gets a new one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.conversations import running
from tests.conversations.running import Csms, InvalidStatus
from tests.conversations.security.test_certificates import recorded
from tests.factory import Factory
from tests.stored import provision


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return Factory(tmp_path_factory.mktemp("factory"))


@pytest.fixture(scope="module")
def csms(factory: Factory) -> Iterator[Csms]:
    """A running system that has patience for 30 days."""
    seed = factory.folder / "seed.yaml"
    seed.write_text("chargePoints: []\nidTags: []\n")
    grace = ("--parameter", "ExpiredCertificateGraceDays=30")
    with running.up("--client-ca", str(factory.ca), *grace, seed=seed) as csms:
        yield csms


async def test_an_expired_certificate_leads_to_a_new_one_and_to_nothing_else(
    csms: Csms, factory: Factory
) -> None:
    expired = factory.certificate("SN-7", "1", ends=timedelta(days=-3))
    with running.its_store(csms):
        provision("ASLEEP", security_profile=3, serial_number="SN-7")
        recorded("ASLEEP", expired, not_after=datetime.now(UTC) - timedelta(days=3))
    url, boot = f"{csms.wss}/ASLEEP", {"chargePointVendor": "V", "chargePointModel": "M"}
    async with running.line(url, ca=csms.ca, certificate=expired) as line:
        assert (await line.call("BootNotification", boot))["status"] == "Accepted"
        assert await line.call("Authorize", {"idTag": "CARD-1"}) == "SecurityError"
        assert await line.call("SignCertificate", {"csr": "no request"}) != "SecurityError"
    renewed = factory.certificate("SN-7", "2")
    with running.its_store(csms):
        recorded("ASLEEP", renewed)
    async with running.line(url, ca=csms.ca, certificate=renewed) as line:
        assert "idTagInfo" in await line.call("Authorize", {"idTag": "CARD-1"})
    with pytest.raises(InvalidStatus) as refused:
        async with running.line(url, ca=csms.ca, certificate=expired):
            pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(("days", "on_record"), [(-3, False), (-31, True)])
async def test_one_without_a_record_or_too_old_is_refused(
    days: int, on_record: bool, csms: Csms, factory: Factory
) -> None:
    name = f"LOST-{-days}"
    expired = factory.certificate(name, "3", ends=timedelta(days=max(days, -8)))
    with running.its_store(csms):
        provision(name, security_profile=3, serial_number=name)
        if on_record:
            recorded(name, expired, not_after=datetime.now(UTC) + timedelta(days=days))
    with pytest.raises(InvalidStatus) as refused:
        async with running.line(f"{csms.wss}/{name}", ca=csms.ca, certificate=expired):
            pass
    assert refused.value.response.status_code == 403
