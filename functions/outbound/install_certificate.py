"""InstallCertificate: give the charge point a root to trust (Security Whitepaper, M05)."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from csms.domain.command_context import CommandContext
from csms.outbound.command import Command
from csms.store.reported import certificates
from csms.store.table import Write
from csms.wire.ocpp16 import CertificateType, Request, Response

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----")
_SEQUENCE = b"\x30"  # with which every certificate begins in DER


class InstallCertificate(Request):
    certificate_type: CertificateType
    certificate: Annotated[str, Field(max_length=5500)]


class InstallCertificateResponse(Response):
    status: Literal["Accepted", "Failed", "Rejected"]


def objection(request: InstallCertificate, _: CommandContext) -> str | None:
    found = _PEM.search(request.certificate)
    try:
        der = b64decode("".join(found[1].split()), validate=True) if found else b""
    except Error:
        der = b""
    return None if der.startswith(_SEQUENCE) else "the text is no certificate in PEM"


def remember(
    request: InstallCertificate, response: InstallCertificateResponse, context: CommandContext
) -> Sequence[Write]:
    """The text is kept as it was given, byte for byte (C-47)."""
    if response.status != "Accepted":
        return []
    return [
        certificates.installed(
            context.charge_point_id,
            request.certificate_type,
            request.certificate,
            context.at,
            context.command_id,
        )
    ]


command = Command(
    InstallCertificate, InstallCertificateResponse, objection=objection, on_response=remember
)
