"""Security events, and the charge point's own certificate (whitepaper A02, A04)."""

import asyncio
import hashlib
from dataclasses import replace

from cryptography.hazmat.primitives import serialization
from ocpp.v16.enums import CertificateUse, GenericStatus

from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.domain import certificates
from csms_tools.charge_point.settings import Quirk


def log(cp: Body, type: str, info: str | None = None) -> None:
    """Into the security log that GetLog asks for, and to the central system if it wants all."""
    _keep(cp, type, info)
    if cp.settings.security_events and cp.online and cp.may_transact:
        cp.tasks.start(f"security event:{type}", _send(cp, type, info))


async def event(cp: Body, type: str, info: str | None = None) -> None:
    _keep(cp, type, info)
    await _send(cp, type, info)


def _keep(cp: Body, type: str, info: str | None) -> None:
    cp.security_log.append(f"{cp.stamp()} {type} {info or ''}".rstrip())


async def _send(cp: Body, type: str, info: str | None) -> None:
    told = {"type": type, "timestamp": cp.stamp()}
    if info:
        told["techInfo"] = info[:255]
    await cp.call_with("SecurityEventNotification", told)


async def sign_certificate(cp: Body) -> bool:
    """Ask for a certificate of one's own; a newer request supersedes an older one (C-45)."""
    cp.pending_key = await asyncio.to_thread(certificates.new_key, cp.settings.key_kind)
    operator = cp.configuration.text("CpoName")
    version = 2 if Quirk.CSR_VERSION_2 in cp.settings.quirks else 0
    csr = certificates.signing_request(cp.pending_key, cp.serial_number, operator, version)
    answer = await cp.tell("SignCertificate", csr=csr)
    accepted = answer.get("status") == GenericStatus.accepted
    if not accepted:
        cp.pending_key = None
    return accepted


def install_own(cp: Body, chain: str) -> None:
    """Put a checked chain where TLS takes it from; it is used from the next connection on."""
    if cp.pending_key is None:
        return
    key = cp.pending_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = cp.vault / "charge-point.pem"
    path.touch(mode=0o600)
    path.write_text(chain.rstrip("\n") + "\n" + key.decode())
    cp.pending_key = None
    cp.access = replace(cp.access, certificate=str(path), key=str(path))
    cp.note("has a certificate of its own, which the next connection shows")
    log(cp, "ReconfigurationOfSecurityParameters", "own certificate")


def trust_roots(cp: Body) -> None:
    """From the next connection on it trusts the roots of the central system that it now has."""
    text = certificates.pem(cp.trust.roots(CertificateUse.central_system_root_certificate))
    path = cp.vault / f"roots-{hashlib.sha256(text.encode()).hexdigest()}.pem"  # TLS caches by name
    path.touch(mode=0o600)
    path.write_text(text)
    cp.access = replace(cp.access, ca=str(path))
