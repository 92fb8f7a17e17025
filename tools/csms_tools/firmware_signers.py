"""Keys that sign firmware, each below a root of its own, and the functions' document of them."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID

from csms.pki import chains, drafts, private_keys
from csms.pki.private_keys import KINDS
from csms_tools import authorities

DOCUMENT = "firmware-signer.json"


def create(
    folder: Path, name: str, organization: str, *, at: datetime, lifetime: timedelta
) -> list[Path]:
    """The files: the document, which holds the keys, and the root of each kind of key.

    A charge point takes the signatures that has a root as its ManufacturerRootCertificate. The
    keys of the roots are thrown away. Raises FileExistsError, OSError.
    """
    signers, texts = [], {}
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])
    for kind, new_key in KINDS.items():
        top = f"{name} {kind}"
        above, key = new_key(), new_key()
        root = authorities.root(above, f"{top} root", organization, at=at, lifetime=lifetime)
        leaf = (
            drafts.certificate(
                drafts.name(top, organization),
                key.public_key(),
                issuer=root.path[0].subject,
                issuer_key=x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()),
                at=at,
                end=at + lifetime,
            )
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(drafts.usage(digital_signature=True), critical=True)
            .add_extension(purpose, critical=False)
            .sign(above, hashes.SHA256())
        )
        signers.append({"certificates": chains.pem(leaf), "key": private_keys.pem(key)})
        texts[f"firmware-root-{kind.lower()}.pem"] = root.certificates
    texts = {DOCUMENT: json.dumps({"signers": signers}, indent=1)} | texts
    return authorities.write(folder, texts)


def kept(folder: Path, *, at: datetime) -> Path:
    """The document of this folder, which is made where there is none."""
    if not (folder / DOCUMENT).exists():
        lifetime = timedelta(days=3650)
        create(folder, "CSMS development firmware", "CSMS development", at=at, lifetime=lifetime)
    return folder / DOCUMENT
