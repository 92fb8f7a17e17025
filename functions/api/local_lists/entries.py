"""The entries of a local list, as an operator sends them and as they are sent on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field, model_validator

from api.http.models import Body, Time
from api.http.problems import FieldError, Problem, bad_field
from api.id_tags.settings import Token
from csms.outbound.standing_tags import standing
from csms.store.commands.local_list_items import Entry
from csms.store.commands.local_lists import key
from csms.wire.ocpp16 import AuthorizationStatus

MOST_ENTRIES = 5000  # so many fit the item that keeps them, whatever their tags look like


class Standing(Body):
    """idTagInfo (§7.27)."""

    expiry_date: Time | None = None
    parent_id_tag: Token | None = None
    status: AuthorizationStatus


class ListEntry(Body):
    id_tag: Token
    id_tag_info: Standing


Entries = Annotated[list[ListEntry], Field(max_length=MOST_ENTRIES)]
Tags = Annotated[list[Token], Field(max_length=MOST_ENTRIES)]


class NewList(Body):
    """Entries as they are, or id tags of ours, which are sent as they stand."""

    entries: Entries | None = None
    id_tags: Tags | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "NewList":
        if (self.entries is None) == (self.id_tags is None):
            raise ValueError("either entries or idTags")
        return self


class ListChange(Body):
    """`entries` and `idTags` are added, or replace what is there; `delete` has id tags."""

    entries: Entries = Field(default_factory=list)
    id_tags: Tags = Field(default_factory=list)
    delete: Tags = Field(default_factory=list)

    @model_validator(mode="after")
    def _is_some(self) -> "ListChange":
        if not (self.entries or self.id_tags or self.delete):
            raise ValueError("there is nothing to change")
        return self


def wire_entries(body: NewList | ListChange, at: datetime) -> list[Entry]:
    """Raises Problem."""
    entries = [
        one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in body.entries or ()
    ]
    entries += _standing(body.id_tags or (), at)
    if isinstance(body, ListChange):
        entries += [{"idTag": id_tag} for id_tag in body.delete]
    seen: set[str] = set()
    for one in entries:
        folded = key(one["idTag"])
        if folded in seen:
            field = "idTags" if body.entries is None else "entries"
            raise bad_field(field, f"{one['idTag']} is on the list twice")
        seen.add(folded)
    return entries


def _standing(id_tags: Sequence[str], at: datetime) -> list[Entry]:
    """As Authorize would answer now; raises Problem for those that are not ours."""
    tags = standing(id_tags, at)
    unknown = [
        FieldError(field=f"idTags.{place}", message=f"{id_tag} is not known")
        for place, id_tag in enumerate(id_tags)
        if key(id_tag) not in tags
    ]
    if unknown:
        first = unknown[0]
        raise Problem(409, f"{first.field}: {first.message}", errors=unknown)
    return [tags[key(id_tag)] for id_tag in id_tags]
