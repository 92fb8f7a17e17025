"""A central system behind TLS."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from csms_tools.charge_point import Access
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.pki import Authority, write


class Secure(NamedTuple):
    """`access` has a certificate of `root`, as the central system has."""

    central: Central
    access: Access
    root: Authority


@asynccontextmanager
async def behind_tls(folder: Path, certificates: ssl.VerifyMode) -> AsyncIterator[Secure]:
    """`certificates`: whether it wants those of clients, which must be of its own root.

    At the end it must have nothing to object to.
    """
    root, central = Authority(), Central()
    ca = folder / "ca.pem"
    ca.write_text(root.pem)
    certificate, key = write(folder, root)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.load_verify_locations(ca)
    context.verify_mode = certificates
    server = await central.serve(context)
    access = Access(central.url, "CP1", ca=str(ca), certificate=str(certificate), key=str(key))
    yield Secure(central, access, root)
    server.close()
    await server.wait_closed()
    assert central.breaches == []
