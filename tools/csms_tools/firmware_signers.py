"""Keys that sign firmware, each below a root of its own, and the functions' document of them."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from csms.pki import chains
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
    for kind, new_key in authorities.KINDS.items():
        top = f"{name} {kind}"
        above, key = new_key(), new_key()
        root = authorities.root(above, f"{top} root", organization, at=at, lifetime=lifetime)
        subject = [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, top),
        ]
        leaf = (
            x509.CertificateBuilder()
            .subject_name(x509.Name(subject))
            .issuer_name(chains.read(root.certificates)[0].subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(at - timedelta(days=1))
            .not_valid_after(at + lifetime)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(chains.usage(digital_signature=True), critical=True)
            .add_extension(purpose, critical=False)
            .sign(above, hashes.SHA256())
        )
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        signers.append({"certificates": chains.pem(leaf), "key": pem})
        texts[f"firmware-root-{kind.lower()}.pem"] = root.certificates
    texts = {DOCUMENT: json.dumps({"signers": signers}, indent=1)} | texts
    folder.mkdir(parents=True, exist_ok=True)
    paths = {folder / file: text for file, text in texts.items()}
    for path in paths:
        if path.exists():
            raise FileExistsError(f"{path} is there already")
    for path, text in paths.items():
        path.touch(mode=0o600 if path.name == DOCUMENT else 0o644, exist_ok=False)
        path.write_text(text)
    return [*paths]


def kept(folder: Path, *, at: datetime) -> Path:
    """The document of this folder, which is made where there is none."""
    if not (folder / DOCUMENT).exists():
        lifetime = timedelta(days=3650)
        create(folder, "CSMS development firmware", "CSMS development", at=at, lifetime=lifetime)
    return folder / DOCUMENT
