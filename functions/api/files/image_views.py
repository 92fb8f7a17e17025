"""How a firmware image is shown, and where it is fetched."""

from typing import Literal

from api.http.models import Page, Time, View
from csms.redaction import without_secrets
from csms.store.provisioned import firmware_images as store

ID = "019e8303-8e00-7a3b-9c4d-5e6f70819203"
NEW = {
    "name": "x1-2.4.0.bin",
    "vendor": "ACME",
    "model": "X1",
    "firmwareVersion": "2.4.0",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
AWAITED: dict[str, object] = {
    "imageId": ID,
    **NEW,
    "status": "Awaited",
    "createdAt": "2026-06-01T12:00:00.000Z",
}
EXAMPLE = AWAITED | {
    "status": "Available",
    "size": 8388608,
    "arrivedAt": "2026-06-01T12:01:00.000Z",
}
TO_BRING = AWAITED | {
    "upload": f"https://ocpp.example/files/put/1780401600/k3J…/images/{ID}/x1-2.4.0.bin",
    "uploadUntil": "2026-06-02T12:00:00.000Z",
}


class FirmwareImage(View):
    """Awaited until it has been brought to the `upload` of its creation; then Available."""

    image_id: str
    name: str
    vendor: str | None = None
    model: str | None = None
    firmware_version: str | None = None
    sha256: str | None = None
    location: str | None = None
    status: Literal["Awaited", "Available"]
    created_at: Time
    size: int | None = None
    arrived_at: Time | None = None
    upload: str | None = None
    upload_until: Time | None = None


class FirmwareImages(Page[FirmwareImage]):
    pass


class ImageLocation(View):
    """Of an image that lies elsewhere its own, which no time ends."""

    location: str
    until: Time | None = None


TO_FETCH = {
    "location": f"https://ocpp.example/files/get/1780920000/k3J…/images/{ID}/x1-2.4.0.bin",
    "until": "2026-06-08T12:00:00.000Z",
}


def view(image: store.FirmwareImage) -> FirmwareImage:
    return FirmwareImage(
        image_id=image.image_id,
        name=image.name,
        vendor=image.vendor,
        model=image.model,
        firmware_version=image.firmware_version,
        sha256=image.sha256,
        location=without_secrets(image.location),
        status="Available" if image.is_there else "Awaited",
        created_at=image.created_at,
        size=image.size,
        arrived_at=image.arrived_at,
    )
