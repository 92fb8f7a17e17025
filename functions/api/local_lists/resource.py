"""/charge-points/{chargePointId}/local-list: who may charge while a charge point cannot ask."""

import time
from collections.abc import Sequence

from api.charge_points.resource import find
from api.commands.issuing import issue_command
from api.commands.parameters import Sending, Wait
from api.commands.results import location, to_come
from api.commands.waiting import look_until
from api.http.idempotency import idempotency_key
from api.http.in_memory_paging import page
from api.http.operations import Reply, Resource, shows
from api.http.problems import Problem
from api.http.request_context import RequestContext
from api.local_lists.entries import ListChange, NewList, wire_entries
from api.local_lists.views import (
    DONE,
    ENTRY,
    EXAMPLE,
    UPDATE,
    KnownList,
    ListUpdate,
    update_view,
    view,
)
from api.local_lists.wanted import wanted_now
from csms import settings
from csms.domain.list_parts import in_parts, payload_of
from csms.domain.local_lists import makes_it_too_long, unkept
from csms.ids import uuid7
from csms.store import commands
from csms.store.commands.local_list_items import Entry
from csms.store.commands.local_list_parts import LocalListParts
from csms.store.commands.local_lists import LocalList, whole
from csms.store.commands.wanted_lists import WantedList
from csms.store.reported.configuration import Configuration
from csms.store.table import Cancelled, Write, fetch, put

resource = Resource("/charge-points/{chargePointId}/local-list", "Local list")

SENT = shows(ListUpdate, UPDATE, "Location", status=202, said="Its parts are on their way")
ENDED = shows(ListUpdate, DONE, "Location", said="It has ended, within the time to wait")


@resource.operation("GET", "", "viewer", shows(KnownList, EXAMPLE), paged=True)
def read_local_list(context: RequestContext, charge_point_id: str) -> KnownList:
    """The local list that a charge point has accepted, by id tag, and the last one sent to it.

    `wanted` is what it should have of the id tags that were put as they stand.
    """
    find(charge_point_id)
    known, sent, wanted = fetch(
        LocalList.of(charge_point_id),
        LocalListParts.of(charge_point_id),
        WantedList.of(charge_point_id),
    )
    known = whole(known) or LocalList.of(charge_point_id)
    items, cursor = page(context, sorted(known.entries.items()))
    return view(known, sent, wanted, items, cursor)


@resource.operation(
    "PUT", "", "operator", SENT, ENDED, problems=(409, 422), body={"entries": [ENTRY]}
)
def replace_local_list(
    context: RequestContext,
    charge_point_id: str,
    body: NewList,
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Give a charge point a new local list, within its limits.

    What is too much for one SendLocalList follows in others, each once the one before was
    accepted; a part that is not ends the list there. `update` of the list shows how far it is.
    Another list that is sent meanwhile takes its place. `idTags` are sent as they stand now, and
    again as that changes where `localListInStep` is set for the charge point. With
    `wait` it is answered when the last part has ended, or else with how far the list is by then.
    """
    find(charge_point_id)
    entries = wire_entries(body, context.at)
    sent = _parts(context, charge_point_id, entries, sending)
    return _sent(context, sent, [put(sent), *wanted_now(charge_point_id, body)], wait, full=True)


@resource.operation(
    "PATCH",
    "",
    "operator",
    SENT,
    ENDED,
    problems=(409, 422),
    body={"entries": [ENTRY], "delete": ["04E2B1A2C35881"]},
)
def change_local_list(
    context: RequestContext,
    charge_point_id: str,
    body: ListChange,
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Add, replace and delete entries of a charge point's local list.

    While another change is on its way to it this is a 409. With `wait` it is answered when the
    last part has ended, or else with how far the change is by then.
    """
    find(charge_point_id)
    (before,) = fetch(LocalListParts.of(charge_point_id))
    entries = wire_entries(body, context.at)
    sent = _parts(context, charge_point_id, entries, sending)
    if before and not sending.force and not (before.key and before.key == sent.key):
        record = commands.find(charge_point_id, before.command_id)
        if before.progress(record) == "InProgress":
            raise Problem(409, "another local list is on its way to the charge point")
    kept = [sent.instead_of(before), *wanted_now(charge_point_id, body)]
    return _sent(context, sent, kept, wait, full=False)


def _parts(
    context: RequestContext,
    charge_point_id: str,
    entries: Sequence[Entry],
    sending: Sending,
) -> LocalListParts:
    (configuration,) = fetch(Configuration.of(charge_point_id))
    sent = LocalListParts.of(charge_point_id)
    sent.parts = {"parts": in_parts(entries, configuration)}
    sent.command_id = uuid7(context.at)
    sent.created_by = context.caller.name or context.caller.subject
    sent.started_at = context.at
    sent.timeout = sending.timeout or settings.call_timeout()
    sent.until = to_come(context, sending.queue_until)
    sent.forced = sending.force
    sent.key = idempotency_key(context)
    return sent


def _sent(
    context: RequestContext,
    sent: LocalListParts,
    kept: Sequence[Write],
    wait: int,
    *,
    full: bool,
) -> Reply:
    """The first part is written down in one transaction with all that follow it."""
    began = time.monotonic()
    charge_point_id = sent.charge_point_id
    _must_fit(sent, full=full)
    try:
        record = issue_command(
            context,
            charge_point_id,
            "SendLocalList",
            payload_of(sent.all[0], full=full),
            timeout=sent.timeout,
            until=sent.until,
            force=sent.forced,
            key=sent.key,
            command_id=sent.command_id,
            also=kept,
        )
    except Cancelled as error:
        raise Problem(409, "another local list was sent at the same time") from error
    (stored,) = fetch(LocalListParts.of(charge_point_id))
    update = _followed(stored or sent, began + wait - time.monotonic() if wait else 0)
    status = 200 if wait and update.progress != "InProgress" else 202
    return Reply(update, status, headers={"Location": location(record)})


def _followed(sent: LocalListParts, seconds: float) -> ListUpdate:
    """The list once it has ended, or as far as it is when the time is over.

    Once another has taken its place nobody learns any more of it.
    """
    replaced = False

    def look(update: ListUpdate) -> ListUpdate:
        nonlocal replaced
        (stored,) = fetch(LocalListParts.of(sent.charge_point_id))
        replaced = stored is None or stored.began_as != sent.began_as
        return update if stored is None or replaced else update_view(stored)

    def done(update: ListUpdate) -> bool:
        return replaced or update.progress != "InProgress"

    return look_until(done, look, update_view(sent), seconds)


def _must_fit(sent: LocalListParts, *, full: bool) -> None:
    """Raises Problem."""
    configuration, known = fetch(
        Configuration.of(sent.charge_point_id), LocalList.of(sent.charge_point_id)
    )
    changes = [
        (one["idTag"], one if "idTagInfo" in one else None) for part in sent.all for one in part
    ]
    known = whole(known)
    if lost := unkept(changes, known, full=full):
        raise Problem(409, lost)
    too_long = makes_it_too_long(changes, known, configuration, full=full)
    if too_long and not sent.forced:
        raise Problem(409, f"{too_long} (force=true sends it all the same)")
