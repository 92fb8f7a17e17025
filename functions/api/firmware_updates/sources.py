"""Where a charge point fetches its firmware, and who signed it: we, somebody else, or nobody."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from api.http.models import Body
from api.http.problems import Problem
from csms import files
from csms.store.provisioned import firmware_images


class Source(Body):
    """Either a `location`, or the id of a firmware `image`."""

    location: str | None = None
    image: Annotated[str, Field(min_length=1, max_length=36)] | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "Source":
        if (self.location is None) == (self.image is None):
            raise ValueError("either a location or an image")
        return self

    def address(self, until: datetime) -> str:
        """What a charge point is told, which holds until then at least. Raises Problem."""
        if self.image is None:
            return str(self.location)
        try:
            return files.location_of_image(self.image, until)
        except (files.NoImage, files.NoPlace) as error:
            raise Problem(409, str(error)) from None


class SignedSource(Source):
    """With `sign` an image is signed here, by the first key or that of a kind, RSA or EC."""

    signing_certificate: str | None = None
    signature: str | None = None
    sign: bool = False
    signing_key: Literal["RSA", "EC"] | None = None

    @model_validator(mode="after")
    def _is_signed_or_not(self) -> Self:
        if (self.signing_certificate is None) != (self.signature is None):
            raise ValueError("signingCertificate and signature belong together")
        if self.sign and (self.image is None or self.signature is not None):
            raise ValueError("sign is for an image, and without a signature")
        if self.signing_key and not self.sign:
            raise ValueError("a signingKey is for sign")
        return self

    @property
    def is_signed(self) -> bool:
        return self.sign or self.signature is not None

    def with_signature(self, at: datetime) -> Self:
        """Raises Problem."""
        if not self.sign or self.image is None:
            return self
        from csms.pki import firmware_signer  # imports cryptography

        image = firmware_images.find(self.image)
        if image is None or image.sha256 is None:
            why = "its SHA-256 is not known" if image else "there is no such image"
            raise Problem(409, f"the firmware image {self.image} cannot be signed: {why}")
        try:
            signer = firmware_signer.configured(self.signing_key)
            signed = signer.sign(bytes.fromhex(image.sha256), at)
        except firmware_signer.SigningFails as failed:
            raise Problem(409, f"the firmware image cannot be signed: {failed}") from None
        told = {"signing_certificate": signed.certificate, "signature": signed.signature}
        return self.model_copy(update=told)
