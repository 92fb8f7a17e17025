"""An id tag as operators see it: what is set for it, and whether it may charge."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.http.models import Page, Time, View
from csms.domain.authorization import id_tag_info
from csms.store.provisioned import id_tags
from csms.store.table import StateItem, fetch
from csms.wire.ocpp16 import AuthorizationStatus

EXAMPLE: dict[str, object] = {
    "idTag": "04E2B1A2C35880",
    "parentIdTag": "FLEET-7",
    "expiryDate": "2027-01-01T00:00:00.000Z",
    "blocked": False,
    "maxActiveTransactions": 1,
}
JUDGED = EXAMPLE | {"status": "Accepted"}


class IdTag(View):
    id_tag: str
    parent_id_tag: str | None = None
    expiry_date: Time | None = None
    blocked: bool
    max_active_transactions: int | None = None


class IdTags(Page[IdTag]):
    pass


class JudgedIdTag(IdTag):
    status: Annotated[
        AuthorizationStatus,
        Field(description="As Authorize would answer now; its group may block or end it, too."),
    ]


class JudgedIdTags(Page[JudgedIdTag]):
    pass


def view(tag: id_tags.IdTag) -> IdTag:
    return IdTag(
        id_tag=tag.id_tag,
        parent_id_tag=tag.parent_id_tag,
        expiry_date=tag.expiry_date,
        blocked=tag.blocked,
        max_active_transactions=tag.max_active_transactions,
    )


def judged(tags: Sequence[id_tags.IdTag], at: datetime) -> list[JudgedIdTag]:
    """A round trip reads the groups that are not among them."""
    known = {tag.pk: tag for tag in tags}
    parents = {id_tags.key(tag.parent_id_tag) for tag in tags if tag.parent_id_tag}
    stubs: list[StateItem] = [id_tags.IdTag(pk, "TAG") for pk in sorted(parents - known.keys())]
    found = fetch(*stubs) if stubs else ()
    known |= {tag.pk: tag for tag in found if isinstance(tag, id_tags.IdTag)}
    return [
        JudgedIdTag(
            **view(tag).model_dump(),
            status=id_tag_info(tag, known.get(id_tags.key(tag.parent_id_tag or "")), at).status,
        )
        for tag in tags
    ]
