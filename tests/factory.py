"""A vendor's certificate authority, and the certificates that its charge points come with."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from csms.pki import chains, drafts, private_keys
from csms.pki.private_keys import KINDS
from csms_tools import authorities

DAY = timedelta(days=1)
VENDOR = "Vendor, Inc."


class Factory:
    """`ca`: the file of its root; two of the same name have different keys."""

    def __init__(self, folder: Path, name: str = "Factory") -> None:
        self.folder, self.ca = folder, folder / f"{name}.pem"
        began = datetime.now(UTC) - 30 * DAY
        self._root = authorities.root(KINDS["EC"](), name, VENDOR, at=began, lifetime=60 * DAY)
        self.ca.write_text(self._root.root)

    def certificate(
        self,
        serial_number: str = "SN-1",
        file: str = "",
        *,
        begins: timedelta = -9 * DAY,
        ends: timedelta = DAY,
    ) -> Path:
        """A file with a charge point's key and certificate; it begins and ends so far from now."""
        key, signer, now = KINDS["EC"](), self._root.private_key, datetime.now(UTC)
        made = drafts.certificate(
            drafts.name(serial_number, VENDOR),
            key.public_key(),
            issuer=self._root.path[0].subject,
            issuer_key=x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
            at=now + begins + DAY,
            end=now + ends,
        ).sign(signer, SHA256())
        path = self.folder / f"{file or serial_number}.pem"
        path.write_text(private_keys.pem(key) + chains.pem(made))
        return path
