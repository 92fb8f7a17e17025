"""What a charge point has said of its configuration keys, and what it has accepted for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import final

from pynamodb.attributes import UTCDateTimeAttribute

from csms.redaction import names_a_secret, without_secrets
from csms.store.provisioned.versions import still
from csms.store.table import StateItem, Write, put_as_read, when
from csms.store.table.attributes import IntegerAttribute, PackedAttribute, optional

WRITE_ONLY = "AuthorizationKey"  # its value is never kept, and it need not be told (whitepaper §3)


def same_key(one: str, other: str) -> bool:
    """Case does not count in a key (§2.2)."""
    return one.casefold() == other.casefold()


@final
@dataclass(frozen=True)
class Entry:
    """A key as it was last heard of; its value is None where it has none, or none for us."""

    key: str
    readonly: bool
    value: str | None
    at: datetime


@final
class Configuration(StateItem, discriminator="configuration"):
    """The keys of one charge point that are known.

    `complete_at` is when all keys were last read: since then a key that is not here is unknown to
    the charge point. `unknown` has those that it said it does not know. Of each key that counts
    which was answered last, also if an older answer is taken later. `revision` counts changes.
    """

    entries = PackedAttribute(default=dict)
    unknown = PackedAttribute(default=dict)
    complete_at = optional(UTCDateTimeAttribute)
    revision = optional(IntegerAttribute)

    @classmethod
    def of(cls, charge_point_id: str) -> "Configuration":
        return cls(f"CP#{charge_point_id}", "CONFIGURATION")

    def entry(self, key: str) -> Entry | None:
        stored = self.entries.get(key.casefold())
        return stored and Entry(
            stored["key"],
            stored["readonly"],
            stored["value"],
            datetime.fromisoformat(stored["at"]),
        )

    def all(self) -> list[Entry]:
        found = (self.entry(key) for key in sorted(self.entries))
        return [entry for entry in found if entry]

    def all_unknown(self) -> list[tuple[str, datetime]]:
        said = (self.unknown[folded] for folded in sorted(self.unknown))
        return [(one["key"], datetime.fromisoformat(one["at"])) for one in said]

    def number(self, key: str) -> int | None:
        """The value of a key that is a whole number; None if it is not known, or is none."""
        entry = self.entry(key)
        value = (entry and entry.value) or ""
        return int(value) if value.isascii() and value.isdigit() else None

    def keep(self, entries: Iterable[Entry]) -> None:
        """What is known of these keys; of a secret no more than that it is there.

        In an address that is a value the password is left out.
        """
        told = {
            folded: entry
            for entry in entries
            if self._is_news(folded := entry.key.casefold(), entry.at)
        }
        self.unknown = {key: kept for key, kept in self.unknown.items() if key not in told}
        self.entries = self.entries | {
            folded: {
                "key": entry.key,
                "readonly": entry.readonly,
                "value": None if names_a_secret(entry.key) else without_secrets(entry.value),
                "at": when(entry.at),
            }
            for folded, entry in told.items()
        }

    def forget(self, keys: Iterable[str], at: datetime) -> None:
        """The charge point does not know them."""
        gone = {folded: key for key in keys if self._is_news(folded := key.casefold(), at)}
        self.entries = {key: kept for key, kept in self.entries.items() if key not in gone}
        said = {folded: {"key": key, "at": when(at)} for folded, key in gone.items()}
        self.unknown = self.unknown | said

    def read_all(self, entries: Iterable[Entry], at: datetime) -> None:
        """These are all keys that there were then."""
        if self.complete_at is None or self.complete_at <= at:
            later = when(at)
            self.entries = {key: one for key, one in self.entries.items() if one["at"] > later}
            self.unknown = {key: one for key, one in self.unknown.items() if one["at"] > later}
            self.complete_at = at
        self.keep(entries)

    def _is_news(self, folded: str, at: datetime) -> bool:
        heard = self.entries.get(folded) or self.unknown.get(folded)
        if heard is None:
            return self.complete_at is None or self.complete_at <= at
        return bool(heard["at"] <= when(at))

    def written(self) -> Write:
        """As it is now, if nothing else was written since it was read."""
        unmoved = still(Configuration.revision, self.revision)
        self.revision = (self.revision or 0) + 1
        return put_as_read(self, unmoved)

    def has_not(self, key: str) -> bool:
        """Whether the charge point does not know the key, as far as it has said."""
        folded = key.casefold()
        if folded in self.entries:
            return False
        return folded in self.unknown or self.complete_at is not None
