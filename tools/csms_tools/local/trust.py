"""Whose client certificates the TLS listener takes: our own authority's, and those of a file."""

import logging
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from csms_tools import authorities
from csms_tools.local.tls import Credentials, server_context

logger = logging.getLogger(__name__)

_LIFE = timedelta(days=3650)


def authority(folder: Path) -> Path:
    """The document of the one in this folder, which is made where there is none."""
    if not (folder / authorities.DOCUMENT).exists():
        authorities.create(
            folder, "CSMS development", "CSMS development", at=datetime.now(UTC), lifetime=_LIFE
        )
    return folder / authorities.DOCUMENT


def kept_current(
    found: Credentials, clients: Sequence[Path], *, whenever_valid: bool = False
) -> ssl.SSLContext:
    """A context that looks, at each handshake, whether the files are still those it has read.

    What has been written badly, or is being written, leaves the trust as it was. Raises OSError.
    """

    def read() -> ssl.SSLContext:
        return server_context(found, clients=clients, whenever_valid=whenever_valid)

    context = current = read()
    known = _stamps(clients)

    def look(connection: ssl.SSLObject, _: str | None, __: ssl.SSLContext) -> None:
        nonlocal current, known
        if (stamps := _stamps(clients)) != known:
            known = stamps
            try:
                current = read()
            except OSError as error:
                logger.error("%s: %s", error.filename, error.strerror)
        connection.context = current

    # The names of hosts play no part: this is what may change a connection's context.
    context.sni_callback = look
    return context


def _stamps(paths: Sequence[Path]) -> list[tuple[int, ...] | None]:
    stamps: list[tuple[int, ...] | None] = []
    for path in paths:
        try:
            seen = path.stat()
        except OSError:
            stamps.append(None)
        else:
            stamps.append((seen.st_ino, seen.st_mtime_ns, seen.st_size))
    return stamps
