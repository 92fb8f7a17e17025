"""Charge points that show a factory certificate: strangers are taken in, and known ones bound."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from websockets.exceptions import WebSocketException

from csms.credentials import hash_password
from csms.pki.authority import load
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported.connections import Connection
from csms.store.table import fetch, perform, put
from tests.certificates import show
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import PATIENCE, Csms, InvalidStatus
from tests.factory import Factory
from tests.stored import failures_of, provision, set_registration

BOOT = {"chargePointVendor": "V", "chargePointModel": "M"}


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return Factory(tmp_path_factory.mktemp("factory"))


@pytest.fixture(scope="module")
def csms(factory: Factory) -> Iterator[Csms]:
    """A running system that trusts the factory and takes strangers in."""
    pending = ("--parameter", "UnknownChargePoints=Pending")
    with running.up("--client-ca", str(factory.ca), *pending) as csms:
        yield csms


async def test_a_stranger_with_a_factory_certificate_becomes_pending(
    csms: Csms, factory: Factory
) -> None:
    show: dict[str, Any] = {"ca": csms.ca, "certificate": factory.certificate("SN-7")}
    async with running.line(f"{csms.wss}/NEW", **show) as line:
        assert (await line.call("BootNotification", BOOT))["status"] == "Pending"
    with running.its_store(csms):
        (taken_in,) = fetch(ChargePoint.of("NEW"))
        assert taken_in
        assert (taken_in.security_profile, taken_in.serial_number) == (3, "SN-7")
        set_registration("NEW", "Accepted")
    show["headers"] = running.basic("NEW", "surplus")
    async with running.line(f"{csms.wss}/NEW", **show) as line:
        assert (await line.call("BootNotification", BOOT))["status"] == "Accepted"
        with running.its_store(csms):
            (connection,) = fetch(Connection.of("NEW"))
        assert connection
        assert connection.security_profile == 3


async def test_another_charge_points_certificate_does_not_open_its_socket(
    csms: Csms, factory: Factory
) -> None:
    with running.its_store(csms):
        provision("MINE", security_profile=3, serial_number="SN-1")
    with pytest.raises(running.InvalidStatus) as refused:
        async with running.line(
            f"{csms.wss}/MINE", ca=csms.ca, certificate=factory.certificate("SN-2")
        ):
            pass
    assert refused.value.response.status_code == 403


async def test_what_the_authority_of_the_data_folder_signs_opens_a_socket_at_profile_3(
    csms: Csms, tmp_path: Path
) -> None:
    document = csms.ca.parents[1] / "authority" / "authority.json"
    certificate = show(tmp_path, load(f"file:{document}"), "SN-3")
    with running.its_store(csms):
        provision("OURS", security_profile=3, serial_number="SN-3")
    async with running.line(f"{csms.wss}/OURS", ca=csms.ca, certificate=certificate) as line:
        assert "currentTime" in await line.call("Heartbeat", {})


async def test_a_foreign_certificate_is_refused_in_tls(csms: Csms, tmp_path: Path) -> None:
    foreign = Factory(tmp_path).certificate("SN-7")
    with pytest.raises((OSError, WebSocketException)) as refused:
        async with running.line(f"{csms.wss}/NEW", ca=csms.ca, certificate=foreign):
            pass
    assert not isinstance(refused.value, running.InvalidStatus)


async def test_who_shows_none_is_judged_by_the_password_as_ever(csms: Csms) -> None:
    headers = running.basic("CP003", "demo-password-003")
    async with running.line(f"{csms.wss}/CP003", ca=csms.ca, headers=headers) as line:
        assert "currentTime" in await line.call("Heartbeat", {})


def recorded(charge_point_id: str, path: Path, **known: datetime) -> None:
    """As if we had issued it, when its file's name says: `1` is before `2`."""
    shown = x509.load_pem_x509_certificate(path.read_bytes())
    certificate = ClientCertificate.of(charge_point_id, shown.fingerprint(SHA256()).hex())
    certificate.subject, certificate.issuer = "CN=told", "CN=told"
    certificate.serial_number, certificate.source = "1", "test"
    certificate.issued_at = datetime(2026, 1, int(path.stem), tzinfo=UTC)
    for name, at in known.items():
        setattr(certificate, name, at)
    perform(put(certificate))


async def status(csms: Csms, charge_point_id: str, certificate: Path | None, **how: Any) -> int:
    url = f"{csms.wss}/{charge_point_id}"
    try:
        async with running.line(url, ca=csms.ca, certificate=certificate, **how) as line:
            assert "currentTime" in await line.call("Heartbeat", {})
            return 101
    except running.InvalidStatus as refused:
        return refused.response.status_code


async def test_the_old_certificate_opens_until_the_new_one_was_used(
    csms: Csms, factory: Factory
) -> None:
    old, new = (factory.certificate("SN-3", file) for file in ("1", "2"))
    with running.its_store(csms):
        provision("RENEWS", security_profile=3, serial_number="SN-3")
        for each in (old, new):
            recorded("RENEWS", each)
    assert [await status(csms, "RENEWS", each) for each in (old, old)] == [101, 101]
    assert await status(csms, "RENEWS", new) == 101
    assert await status(csms, "RENEWS", old) == 403
    assert await status(csms, "RENEWS", new) == 101


async def test_neither_a_revoked_nor_an_expired_one_opens_whatever_the_password(
    csms: Csms, factory: Factory
) -> None:
    ended = {
        "RevokedCertificate": ("4", {"revoked_at": datetime(2026, 1, 5, tzinfo=UTC)}),
        "ExpiredCertificate": ("5", {"not_after": datetime(2026, 1, 5, tzinfo=UTC)}),
    }
    headers = running.basic("ENDED", "a-password-of-ours")
    with running.its_store(csms):
        provision("ENDED", security_profile=3, serial_number="SN-4")
    for kind, (file, known) in ended.items():
        certificate = factory.certificate("SN-4", file)
        with running.its_store(csms):
            recorded("ENDED", certificate, **known)
        assert await status(csms, "ENDED", certificate, headers=headers) == 403
        with running.its_store(csms):
            (event,) = failures_of("ENDED", cast(Any, kind))
        assert event.what == kind


async def test_a_certificate_does_not_stand_for_a_password_nor_the_reverse(
    csms: Csms, factory: Factory
) -> None:
    """C-40: at profile 2 it is the password alone, and a surplus certificate is ignored."""
    certificate, password = factory.certificate("SN-6"), "a-password-of-ours"
    with running.its_store(csms):
        provision("TWO", security_profile=2, password_hash=hash_password(password))
        provision("THREE", security_profile=3, serial_number="SN-6")
    assert await status(csms, "TWO", certificate) == 403
    assert await status(csms, "TWO", certificate, headers=running.basic("TWO", "wrong")) == 401
    assert await status(csms, "TWO", certificate, headers=running.basic("TWO", password)) == 101
    assert await status(csms, "THREE", None, headers=running.basic("THREE", password)) == 403


async def test_what_tls_and_the_edge_refuse_is_among_the_security_events(
    csms: Csms, factory: Factory, tmp_path: Path
) -> None:
    foreign = Factory(tmp_path).certificate("SN-FOREIGN")
    with pytest.raises((OSError, WebSocketException)):
        async with running.line(f"{csms.wss}/CP1", ca=csms.ca, certificate=foreign):
            pass
    with pytest.raises(InvalidStatus):
        async with running.line(f"{csms.wss}/CP1", ca=csms.ca):
            pass
    async with Operators.of(csms) as operators, asyncio.timeout(PATIENCE):
        while True:
            reply = await operators.ask("GET", "/security-events", source="csms")
            told = {one["type"]: one for one in reply.body["items"]}
            if told.keys() >= {"TlsRefused", "MissingCredentials"}:
                break
            await asyncio.sleep(0.05)
    assert told["TlsRefused"]["reason"].startswith("its certificate is not taken: ")
    assert told["MissingCredentials"]["reason"].startswith("CP1 showed neither ")
    for one in (told["TlsRefused"], told["MissingCredentials"]):
        assert (one["sourceIp"], "chargePointId" in one) == ("127.0.0.1", False)
