"""A local list as operators see it: what the charge point has, and what is on its way to it."""

from collections.abc import Sequence
from typing import Any

from api.commands.results import location
from api.http.models import Page, Time, View
from csms.domain.lists_in_step import astray
from csms.store import commands
from csms.store.commands import CommandRecord, Status
from csms.store.commands.local_list_parts import LocalListParts, Progress
from csms.store.commands.local_lists import LocalList
from csms.store.commands.wanted_lists import WantedList

MOST_NAMED = 100

ENTRY: dict[str, Any] = {
    "idTag": "04E2B1A2C35880",
    "idTagInfo": {"status": "Accepted", "parentIdTag": "FLEET-7"},
}
UPDATE: dict[str, object] = {
    "progress": "InProgress",
    "parts": 3,
    "partsAccepted": 1,
    "startedAt": "2026-06-01T12:00:00.000Z",
    "startedBy": "olga@example.com",
    "commandId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
    "location": "/charge-points/CP1/commands/019e8303-8e00-7a3b-9c4d-5e6f70819203",
    "commandStatus": "Sent",
}
DONE = UPDATE | {"progress": "Done", "partsAccepted": 3, "commandStatus": "Answered"}
EXAMPLE = {
    "items": [ENTRY],
    "version": 5,
    "complete": True,
    "acceptedAt": "2026-06-01T12:00:00.000Z",
    "reportedVersion": 5,
    "reportedAt": "2026-06-01T12:05:00.000Z",
    "update": DONE,
    "wanted": {"idTags": 2, "missing": ["04E2B1A2C35881"], "leftOver": []},
}


class ListedTag(View):
    id_tag: str
    id_tag_info: dict[str, Any]


class ListUpdate(View):
    """The command is that of the last part that was sent; `response` is what it was answered."""

    progress: Progress
    parts: int
    parts_accepted: int
    started_at: Time
    started_by: str
    command_id: str
    location: str
    command_status: Status | None = None
    response: dict[str, Any] | None = None
    stopped: str | None = None


class Wanted(View):
    """Of the id tags that were put as they stand: how many the list should have, which of them the
    charge point has not accepted, and which it has that should be gone; a hundred each at most."""

    id_tags: int
    missing: Sequence[str]
    left_over: Sequence[str]


class KnownList(Page[ListedTag]):
    """`version`, and the entries, as accepted; `complete`: there is nothing else on the list.

    `reportedVersion`: what the charge point said since; 0 is an empty list, -1 that it has none.
    """

    version: int | None = None
    complete: bool
    accepted_at: Time | None = None
    reported_version: int | None = None
    reported_at: Time | None = None
    update: ListUpdate | None = None
    wanted: Wanted | None = None


def view(
    known: LocalList,
    sent: LocalListParts | None,
    wanted: WantedList | None,
    items: list[dict[str, Any]],
    cursor: str | None,
) -> KnownList:
    return KnownList(
        items=[
            ListedTag(id_tag=one["idTag"], id_tag_info=one.get("idTagInfo", {})) for one in items
        ],
        cursor=cursor,
        version=known.version,
        complete=known.complete,
        accepted_at=known.updated_at,
        reported_version=known.reported_version,
        reported_at=known.reported_at,
        update=update_view(sent) if sent else None,
        wanted=_wanted_view(wanted, known) if wanted else None,
    )


def _wanted_view(wanted: WantedList, known: LocalList) -> Wanted:
    missing, left_over = astray(wanted, known)
    return Wanted(
        id_tags=sum(spelled is not None for spelled in wanted.tags.values()),
        missing=missing[:MOST_NAMED],
        left_over=left_over[:MOST_NAMED],
    )


def update_view(sent: LocalListParts) -> ListUpdate:
    charge_point_id = sent.charge_point_id
    record = commands.find(charge_point_id, sent.command_id)
    progress = sent.progress(record)
    return ListUpdate(
        progress=progress,
        parts=len(sent.all),
        parts_accepted=sent.accepted_parts(record),
        started_at=sent.started_at,
        started_by=sent.created_by,
        command_id=sent.command_id,
        location=location(CommandRecord.of(charge_point_id, sent.command_id)),
        command_status=record.status if record else None,  # type: ignore[arg-type]
        response=record.response if record else None,
        stopped=sent.stopped,
    )
