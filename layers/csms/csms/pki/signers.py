"""What signs a certificate: a private key, here or in KMS."""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from csms.aws import clients
from csms.pki import der
from csms.pki.chains import PublicKey
from csms.pki.private_keys import PrivateKey

Digest = hashes.SHA256 | hashes.SHA384 | hashes.SHA512


class Signer(Protocol):
    def sign(self, builder: x509.CertificateBuilder) -> x509.Certificate: ...


@dataclass(frozen=True)
class KeySigner:
    """`pss`: of the two signatures that RSA has (C-46)."""

    key: PrivateKey
    pss: bool = False

    def sign(self, builder: x509.CertificateBuilder) -> x509.Certificate:
        digest = _digest(self.key.public_key())
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return builder.sign(self.key, digest)
        salted = padding.PSS(padding.MGF1(digest), padding.PSS.DIGEST_LENGTH)
        return builder.sign(
            self.key, digest, rsa_padding=salted if self.pss else padding.PKCS1v15()
        )


@dataclass(frozen=True)
class KmsSigner:
    """A key that nobody ever sees; `public_key` is its other half.

    A stand-in of its kind signs first, as `cryptography` makes nothing unsigned; its signature is
    then replaced.
    """

    key_id: str
    public_key: PublicKey
    pss: bool = False

    def sign(self, builder: x509.CertificateBuilder) -> x509.Certificate:
        """Raises ClientError."""
        draft = KeySigner(_stand_in(self.public_key), self.pss).sign(builder)
        unsigned, algorithm, _ = der.parts(der.content(draft.public_bytes(Encoding.DER)))
        answer = clients.client("kms").sign(
            KeyId=self.key_id,
            Message=unsigned,  # at most 4096 bytes, of which a leaf has a fourth
            MessageType="RAW",
            SigningAlgorithm=self._algorithm(_digest(self.public_key)),
        )
        signature = der.element(der.BIT_STRING, b"\0", answer["Signature"])
        return x509.load_der_x509_certificate(
            der.element(der.SEQUENCE, unsigned, algorithm, signature)
        )

    def _algorithm(self, digest: Digest) -> str:
        if isinstance(self.public_key, ec.EllipticCurvePublicKey):
            return f"ECDSA_SHA_{8 * digest.digest_size}"
        scheme = "PSS" if self.pss else "PKCS1_V1_5"
        return f"RSASSA_{scheme}_SHA_{8 * digest.digest_size}"


def _digest(key: PublicKey) -> Digest:
    """SHA-256, or as much as a longer curve is worth; KMS signs with no other by such a key."""
    if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size > 256:
        return hashes.SHA384() if key.key_size <= 384 else hashes.SHA512()
    return hashes.SHA256()


def _stand_in(key: PublicKey) -> PrivateKey:
    if isinstance(key, ec.EllipticCurvePublicKey):
        return ec.generate_private_key(key.curve)
    return _rsa_stand_in()


@cache
def _rsa_stand_in() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)
