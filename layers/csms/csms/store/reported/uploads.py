"""Files that charge points bring: the places that were made for them, and what has come."""

from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from csms.store.table import ConditionFailed, StateItem, Write, fetch, perform, put, query
from csms.store.table.attributes import IntegerAttribute, optional

MOST_FILES = 20
"""At one place, whose address lets any name follow."""
LATE = timedelta(days=2)  # an arrival may be told so long after


class UploadPlace(StateItem, discriminator="upload place"):
    """Whose files come to an address of ours; its id is that of the command that tells it."""

    charge_point_id = UnicodeAttribute()
    until = UTCDateTimeAttribute()

    @classmethod
    def of(cls, id: str) -> "UploadPlace":
        return cls(f"PLACE#{id}", "PLACE")


class Upload(StateItem, discriminator="upload"):
    """A file that has come; with `refused` it is not kept, and that says why."""

    PREFIX = "FILE#"

    command_id = UnicodeAttribute()
    name = UnicodeAttribute()
    size = IntegerAttribute()
    arrived_at = UTCDateTimeAttribute()
    refused = optional(UnicodeAttribute)

    @classmethod
    def of(cls, charge_point_id: str, command_id: str, name: str) -> "Upload":
        return cls(f"CP#{charge_point_id}", f"{cls.PREFIX}{command_id}#{name}")


def expected(id: str, charge_point_id: str, until: datetime, kept: timedelta) -> Write:
    """Joins the transaction of what tells the address; files are kept for so long."""
    place = UploadPlace.of(id)
    place.charge_point_id = charge_point_id
    place.until = until
    place.expires_at = until + kept + LATE
    return put(place)


def place(id: str) -> UploadPlace | None:
    (found,) = fetch(UploadPlace.of(id))
    return found


def of_command(charge_point_id: str, command_id: str) -> list[Upload]:
    return query(Upload, f"CP#{charge_point_id}", f"{Upload.PREFIX}{command_id}#")


def find(charge_point_id: str, command_id: str, name: str) -> Upload | None:
    (found,) = fetch(Upload.of(charge_point_id, command_id, name))
    return found


def note(upload: Upload) -> None:
    """What came later under the same name stands, in whatever order it is told."""
    none_newer = Upload.pk.does_not_exist() | (Upload.arrived_at <= upload.arrived_at)
    try:
        perform(put(upload, none_newer))
    except ConditionFailed:
        return
