"""What a seed has named: once it was there, its absence says that somebody has deleted it."""

from datetime import datetime

from pynamodb.attributes import UTCDateTimeAttribute

from csms.store.table import StateItem, Write, put


class Seeded(StateItem, discriminator="seeded"):
    """A charge point or id tag of a seed that was found or made; it outlives what it names."""

    at = UTCDateTimeAttribute()

    @classmethod
    def of(cls, resource: str) -> "Seeded":
        """`resource` is its path, as in the audit trail."""
        return cls(f"SEEDED#{resource}", "SEEDED")


def named(mark: Seeded, at: datetime) -> Write:
    """A seed has named it, and it is there."""
    mark.at = at
    return put(mark, Seeded.pk.does_not_exist())
