"""Certificate authorities as they are made: roots, what they sign, and the functions' document."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from csms.pki import chains, drafts, private_keys
from csms.pki.chains import PublicKey
from csms.pki.private_keys import KINDS, PrivateKey

DOCUMENT = "authority.json"
TRUST = "trust.pem"


@dataclass(frozen=True)
class KeyInKms:
    id: str
    public_key: PublicKey


@dataclass(frozen=True)
class CertificateAuthority:
    """`path`: its own certificate first, then those above, the root last."""

    path: tuple[x509.Certificate, ...]
    key: PrivateKey | KeyInKms

    @property
    def certificates(self) -> str:
        return "".join(map(chains.pem, self.path))

    @property
    def root(self) -> str:
        return chains.pem(self.path[-1])

    @property
    def private_key(self) -> PrivateKey:
        assert not isinstance(self.key, KeyInKms)
        return self.key

    @property
    def key_pem(self) -> str:
        return private_keys.pem(self.private_key)


def create(
    folder: Path,
    name: str,
    organization: str,
    *,
    at: datetime,
    lifetime: timedelta,
    below_a_root: bool = False,
    roots: Mapping[str, CertificateAuthority] = MappingProxyType({}),
    keys: Mapping[str, KeyInKms] = MappingProxyType({}),
) -> list[Path]:
    """An issuer of each kind of key; returns the files, the document and the trust store first.

    `below_a_root`: the issuers are intermediates, whose roots and their keys stand apart, to be
    taken off line; so it is with `roots` that are there, and with `keys` that KMS has: then of
    these kinds alone. Raises FileExistsError where any of the files is there already, and OSError.
    """
    issuers, texts = [], {}
    for kind in keys or KINDS:
        key = keys.get(kind) or KINDS[kind]()
        if below_a_root or roots or keys:
            above = roots.get(kind)
            if above is None:
                top, called = KINDS[kind](), f"{name} {kind} root"
                above = root(top, called, organization, at=at, lifetime=lifetime, below=1)
                texts[f"root-{kind.lower()}.key.pem"] = above.key_pem
                texts[f"root-{kind.lower()}.pem"] = above.certificates
            issuers.append(
                intermediate(
                    key, f"{name} {kind}", organization, above=above, at=at, lifetime=lifetime
                )
            )
        else:
            assert not isinstance(key, KeyInKms)
            issuers.append(root(key, f"{name} {kind}", organization, at=at, lifetime=lifetime))
    trusted = "".join(issuer.certificates for issuer in issuers)
    texts = {DOCUMENT: document(issuers), TRUST: trusted} | texts
    return write(folder, texts)


def write(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """New files, all of them or none; what has a private key is for nobody else to read.

    Raises FileExistsError, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = {folder / file: text for file, text in texts.items()}
    for path in paths:
        if path.exists():
            raise FileExistsError(f"{path} is there already")
    for path, text in paths.items():
        path.touch(mode=0o600 if "PRIVATE KEY" in text else 0o644, exist_ok=False)
        path.write_text(text)
    return [*paths]


def roots_in(folder: Path) -> dict[str, CertificateAuthority]:
    """Those that `create` has put there, by the kind of key. Raises OSError, ValueError."""
    found = {}
    for kind in KINDS:
        path = folder / f"root-{kind.lower()}.pem"
        if path.exists():
            secret = path.with_suffix(".key.pem").read_text()
            try:
                certificates = chains.read(path.read_text())
                key = private_keys.read(secret, certificates[0])
            except (chains.Unreadable, private_keys.Unusable) as error:
                raise ValueError(f"{path}: {error}") from error
            found[kind] = CertificateAuthority((*certificates,), key)
    return found


def root(
    key: PrivateKey,
    common_name: str,
    organization: str,
    *,
    at: datetime,
    lifetime: timedelta,
    below: int = 0,
) -> CertificateAuthority:
    """`below`: how many authorities may stand between it and a leaf."""
    name = drafts.name(common_name, organization)
    unsigned = _unsigned(name, name, key.public_key(), key, at, at + lifetime, below)
    return CertificateAuthority((unsigned.sign(key, hashes.SHA256()),), key)


def intermediate(
    key: PrivateKey | KeyInKms,
    common_name: str,
    organization: str,
    *,
    above: CertificateAuthority,
    at: datetime,
    lifetime: timedelta,
) -> CertificateAuthority:
    """It ends no later than what signs it, and signs nothing but leaves."""
    issuer, signer = above.path[0], above.private_key
    end = min(at + lifetime, issuer.not_valid_after_utc)
    public = key.public_key if isinstance(key, KeyInKms) else key.public_key()
    name = drafts.name(common_name, organization)
    unsigned = _unsigned(name, issuer.subject, public, signer, at, end, 0)
    return CertificateAuthority((unsigned.sign(signer, hashes.SHA256()), *above.path), key)


def document(issuers: Iterable[CertificateAuthority]) -> str:
    """What `CERTIFICATE_AUTHORITY` leads to, with the keys that are not in KMS."""
    said = []
    for issuer in issuers:
        kept = issuer.key
        key = {"kmsKeyId": kept.id} if isinstance(kept, KeyInKms) else {"key": issuer.key_pem}
        said.append({"certificates": issuer.certificates} | key)
    return json.dumps({"issuers": said}, indent=1)


def _unsigned(
    subject: x509.Name,
    issuer: x509.Name,
    own: PublicKey,
    signer: PrivateKey,
    at: datetime,
    end: datetime,
    below: int,
) -> x509.CertificateBuilder:
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    return (
        drafts.certificate(subject, own, issuer=issuer, issuer_key=identifier, at=at, end=end)
        .add_extension(x509.BasicConstraints(ca=True, path_length=below), critical=True)
        .add_extension(drafts.usage(key_cert_sign=True, crl_sign=True), critical=True)
    )
