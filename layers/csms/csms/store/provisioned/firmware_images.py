"""Firmware images: brought to a bucket of ours once, or known to lie elsewhere."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from csms.store.table import (
    Cancelled,
    ConditionFailed,
    StateItem,
    Write,
    by_name,
    delete,
    fetch,
    perform,
    put,
    transact,
    update,
)
from csms.store.table.attributes import IntegerAttribute, optional

LIST = "IMAGE"


class FirmwareImage(StateItem, discriminator="firmware image"):
    """Without a `location` it is ours, and there once `size` is known.

    `sha256` as whoever brought it said: not worked out of what has come.
    """

    image_id = UnicodeAttribute()
    name = UnicodeAttribute()
    vendor = optional(UnicodeAttribute)
    model = optional(UnicodeAttribute)
    firmware_version = optional(UnicodeAttribute)
    sha256 = optional(UnicodeAttribute)
    location = optional(UnicodeAttribute)
    created_at = UTCDateTimeAttribute()
    size = optional(IntegerAttribute)
    arrived_at = optional(UTCDateTimeAttribute)

    @classmethod
    def of(cls, image_id: str) -> "FirmwareImage":
        return cls(f"IMAGE#{image_id}", "IMAGE")

    @property
    def is_there(self) -> bool:
        return self.location is not None or self.size is not None


def find(image_id: str) -> FirmwareImage | None:
    (found,) = fetch(FirmwareImage.of(image_id))
    return found


def add(image: FirmwareImage, *also: Write) -> None:
    listed = f"{image.name}#{image.image_id}"
    image.by_name_pk, image.by_name_sk = by_name(LIST, listed)
    transact(put(image, FirmwareImage.pk.does_not_exist()), *also)


def remove(image: FirmwareImage, *also: Write) -> bool:
    """Whether it was still there."""
    try:
        transact(delete(image, FirmwareImage.pk.exists()), *also)
    except Cancelled:
        return False
    return True


def arrived(image: FirmwareImage, size: int, at: datetime) -> bool:
    """Whether it is still there, and is now known to have come; the latest stands."""
    told = [FirmwareImage.size.set(size), FirmwareImage.arrived_at.set(at)]
    older = FirmwareImage.arrived_at.does_not_exist() | (FirmwareImage.arrived_at <= at)
    try:
        perform(update(image, told, FirmwareImage.pk.exists() & older))
    except ConditionFailed as failed:
        return failed.item is not None
    return True
