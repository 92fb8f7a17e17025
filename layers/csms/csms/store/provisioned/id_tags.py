"""The id tags that operators have handed out."""

from datetime import datetime

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from csms.digests import digest
from csms.store.provisioned.versions import AlreadyThere, Moved, still
from csms.store.table import (
    Cancelled,
    StateItem,
    Write,
    by_name,
    delete,
    fetch,
    transact,
    update,
)
from csms.store.table.attributes import IntegerAttribute, optional, set_or_remove

LONGEST = 20  # characters: CiString20Type (§7.28)


class IdTag(StateItem, discriminator="id tag"):
    """One driver's card or app, or a group: the tag that others name as their parentIdTag.

    `starts` counts what a limited tag has begun, so that two starts at once cannot both be the
    last that its limit allows; an unlimited tag is never written to. `version` counts the changes
    that operators make.
    """

    id_tag = UnicodeAttribute()
    blocked = BooleanAttribute(default=False)
    expiry_date = optional(UTCDateTimeAttribute)
    parent_id_tag = optional(UnicodeAttribute)
    max_active_transactions = optional(IntegerAttribute)
    starts = IntegerAttribute(default=0)
    version = optional(IntegerAttribute)

    @classmethod
    def of(cls, id_tag: str) -> "IdTag":
        return cls(key(id_tag), "TAG")


def key(id_tag: str) -> str:
    """Case does not count in an id tag (§2.2); what is too long for one has a key that none has."""
    if len(id_tag) > LONGEST:
        return f"TAG#{digest(id_tag.upper())}"
    return f"TAG#{id_tag.upper()}"


def group_of(tag: IdTag | None) -> IdTag | None:
    """The tag's group, if it has one that is provisioned: a second round trip."""
    if tag is None or tag.parent_id_tag is None:
        return None
    (group,) = fetch(IdTag.of(tag.parent_id_tag))
    return group


def settings(
    id_tag: str,
    parent_id_tag: str | None,
    expiry_date: datetime | None,
    blocked: bool,
    max_active_transactions: int | None,
) -> list[Action]:
    """All that operators set for a tag, and that they have."""
    list_pk, list_sk = by_name("TAG", id_tag.upper())
    return [
        IdTag.kind.set(IdTag),
        IdTag.by_name_pk.set(list_pk),
        IdTag.by_name_sk.set(list_sk),
        IdTag.id_tag.set(id_tag),
        IdTag.blocked.set(blocked),
        IdTag.starts.set(IdTag.starts | 0),
        IdTag.version.add(1),
        set_or_remove(IdTag.parent_id_tag, parent_id_tag),
        set_or_remove(IdTag.expiry_date, expiry_date),
        set_or_remove(IdTag.max_active_transactions, max_active_transactions),
    ]


def create(tag: IdTag, actions: list[Action], *also: Write) -> None:
    """Raises AlreadyThere."""
    try:
        transact(update(tag, actions, IdTag.pk.does_not_exist()), *also)
    except Cancelled as error:
        raise AlreadyThere(tag.id_tag) from error


def change(tag: IdTag, actions: list[Action], *also: Write) -> None:
    """Raises Moved, if it is not as it was read."""
    try:
        transact(update(tag, actions, _as_read(tag)), *also)
    except Cancelled as error:
        raise Moved from error


def remove(tag: IdTag, *also: Write) -> None:
    """What it has charged stays; raises Moved."""
    try:
        transact(delete(tag, _as_read(tag)), *also)
    except Cancelled as error:
        raise Moved from error


def _as_read(tag: IdTag) -> Condition:
    condition: Condition = IdTag.pk.exists() & still(IdTag.version, tag.version)
    return condition
