"""The keys and certificates of a data folder: the server's, the clients' authority, a signer."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from csms_tools import firmware_signers
from csms_tools.authorities import TRUST
from csms_tools.local import tls, trust
from csms_tools.local.exclusive import Unusable


@dataclass(frozen=True)
class KeyMaterial:
    """`authority` signs certificates of charge points, `firmware_signer` firmware."""

    credentials: tls.Credentials
    authority: Path
    firmware_signer: Path

    @classmethod
    def of(cls, folder: Path) -> "KeyMaterial":
        """What is there, and what had to be made."""
        return cls(
            tls.credentials(folder / "tls"),
            trust.authority(folder.resolve() / "authority"),
            firmware_signers.kept(folder.resolve() / "firmware", at=datetime.now(UTC)),
        )

    @property
    def environment(self) -> dict[str, str]:
        """Where functions find it."""
        servers = [f"file:{each.resolve()}" for each in self.credentials.servers]
        return {
            "CERTIFICATE_AUTHORITY": f"file:{self.authority}",
            "FIRMWARE_SIGNER": f"file:{self.firmware_signer}",
            "SERVER_CERTIFICATES": "\n".join(servers),
        }

    def context(self, client_cas: Sequence[Path], *, whenever_valid: bool) -> ssl.SSLContext:
        """Of who also trusts those; `whenever_valid`: see `kept_current`. Raises Unusable."""
        clients = [self.authority.with_name(TRUST), *client_cas]
        try:
            return trust.kept_current(self.credentials, clients, whenever_valid=whenever_valid)
        except OSError as error:
            raise Unusable(f"{error.filename}: {error.strerror}") from error
