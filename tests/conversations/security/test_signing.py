"""SignCertificate, the certificate that follows, and the socket that it opens."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from csms.pki import chains
from csms_tools.charge_point.domain.certificates import (
    new_key,
    objection_to_own,
    signing_request,
)
from tests.conversations import running
from tests.conversations.running import PATIENCE, Csms
from tests.conversations.strict import Call, ChargePoint
from tests.issuing import requests
from tests.stored import provision, renew_on_our_own

BOOT = {"chargePointVendor": "V", "chargePointModel": "M"}


async def is_accepted(charge_point_id: str) -> None:
    """What it asked for last, by now."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if requests(charge_point_id)[0].state == "accepted":
                return
            await asyncio.sleep(0.1)


async def test_what_a_charge_point_asks_for_opens_its_socket_at_profile_3(
    csms: Csms, store: None, tmp_path: Path
) -> None:
    provision("SIGNS", security_profile=0, serial_number="SN-31")
    key = new_key("EC")

    async def reply(call: Call) -> str:
        why = objection_to_own(call.payload["certificateChain"], key, datetime.now(UTC), 10_000)
        assert why is None, why
        return call.answer({"status": "Accepted"})

    async with ChargePoint(csms.ws, "SIGNS", reply).connected() as charge_point:
        csr = signing_request(key, "SN-31", "Acme")
        assert await charge_point.call("SignCertificate", {"csr": csr}) == {"status": "Accepted"}
        [call] = await charge_point.heard(1)
        await is_accepted("SIGNS")
    chain = call.payload["certificateChain"]
    leaf, *issuers = chains.read(chain)
    assert chains.path(leaf, issuers) == issuers
    provision("SIGNS", security_profile=3, serial_number="SN-31")
    shown = tmp_path / "own.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    shown.write_bytes(secret + chain.encode())
    async with running.line(f"{csms.wss}/SIGNS", ca=csms.ca, certificate=shown) as line:
        assert (await line.call("BootNotification", BOOT))["status"] == "Accepted"


async def test_one_that_takes_no_chain_gets_the_leaf_alone(csms: Csms, store: None) -> None:
    provision("LEAF-ONLY", security_profile=0, serial_number="SN-32")
    renew_on_our_own("LEAF-ONLY")
    key = new_key("RSA")

    async def reply(call: Call) -> str:
        alone = len(chains.split(call.payload["certificateChain"])) == 1
        return call.answer({"status": "Accepted" if alone else "Rejected"})

    async with ChargePoint(csms.ws, "LEAF-ONLY", reply).connected() as charge_point:
        csr = signing_request(key, "SN-32", "Acme")
        await charge_point.call("SignCertificate", {"csr": csr})
        await is_accepted("LEAF-ONLY")


async def test_a_newer_request_is_the_one_that_is_answered(csms: Csms, store: None) -> None:
    provision("TWICE", security_profile=0, serial_number="SN-33")
    first, second = new_key("EC"), new_key("EC")

    async def reply(call: Call) -> str:
        why = objection_to_own(call.payload["certificateChain"], second, datetime.now(UTC), 10_000)
        return call.answer({"status": "Rejected" if why else "Accepted"})

    async with ChargePoint(csms.ws, "TWICE", reply).connected() as charge_point:
        for key in (first, second):
            csr = signing_request(key, "SN-33", "Acme")
            await charge_point.call("SignCertificate", {"csr": csr})
        await is_accepted("TWICE")
        assert requests("TWICE")[1].has_ended
