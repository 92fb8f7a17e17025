"""When the certificates of the certificate authority end: noted whenever one of them has signed."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms.store.provisioned.issued_certificates import WORK
from csms.store.table import (
    ConditionFailed,
    StateItem,
    Write,
    by_name,
    fetch,
    perform,
    put,
    update,
    when,
)
from csms.store.table.attributes import IntegerAttribute, optional, set_or_remove


class AuthorityEnd(StateItem, discriminator="authority end"):
    """Of one certificate, by the SHA-256 of its DER; `warned` as of a client certificate."""

    subject = UnicodeAttribute()
    not_after = UTCDateTimeAttribute()
    warned = optional(IntegerAttribute)

    @classmethod
    def of(cls, sha256: str) -> "AuthorityEnd":
        return cls(f"AUTHORITY#{sha256}", "AUTHORITY")

    @property
    def sha256(self) -> str:
        return self.pk.removeprefix("AUTHORITY#")


def note(ends: Sequence[AuthorityEnd], at: datetime) -> None:
    """Those that are not there yet are looked at soon; one batch read where all are."""
    for end, there in zip(ends, fetch(*ends), strict=True):
        if there is None:
            _on_list(end, at)
            try:
                perform(put(end, AuthorityEnd.pk.does_not_exist()))
            except ConditionFailed:
                continue


def looked_at(end: AuthorityEnd, wakes_at: datetime | None) -> Write:
    """What was told of it, and when it is looked at again; only by one who has read it so."""
    own, before = AuthorityEnd, end.by_name_sk
    _on_list(end, wakes_at)
    actions: list[Action] = [
        set_or_remove(own.warned, end.warned),
        set_or_remove(own.by_name_pk, end.by_name_pk),
        set_or_remove(own.by_name_sk, end.by_name_sk),
    ]
    return update(end, actions, own.by_name_sk == before)


def _on_list(end: AuthorityEnd, wakes_at: datetime | None) -> None:
    end.by_name_pk = end.by_name_sk = None
    if wakes_at:
        end.by_name_pk, end.by_name_sk = by_name(WORK, f"{when(wakes_at)}#{end.pk}")
