"""The charge points of a campaign: found in the fleet, told to begin, heard of, and let go."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from csms import files, settings
from csms.domain.campaign_decisions import Decision, lately
from csms.domain.campaign_plans import OPEN, PASSED_OVER
from csms.domain.campaign_turns import LEFT, NEVER_BEGUN, Turn, is_wanted, turn_of
from csms.ids import uuid7
from csms.outbound import ending, sending
from csms.outbound.sending import NoSuchChargePoint, Objection, Order, Unsendable
from csms.store import commands
from csms.store.commands import campaign_targets as rows
from csms.store.commands.campaign_targets import CampaignTarget
from csms.store.paging import by_name, part, reading
from csms.store.provisioned import audit
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from csms.store.table import Cancelled, fetch, query
from csms.store.transactions import Running
from outbound import COMMANDS
from workflows.campaign_books import Books, Came, Overtaken
from workflows.campaign_orders import action_of, heard_of, sent_to

PAGE = 50  # charge points that are looked at at once

HasTime = Callable[[], bool]


def gather(books: Books, has_time: HasTime) -> bool:
    """Look through the fleet for those that the filter wants; False while there are more."""
    campaign = books.campaign
    ranges = by_name(ChargePoint, "CP")
    load = reading(ChargePoint, lambda one: is_wanted(campaign.wanted or {}, one))
    while has_time():
        found = part(ranges, PAGE, campaign.gathered, load)
        joined = rows.joined(
            campaign.campaign_id,
            campaign.total,
            [charge_point.charge_point_id for charge_point in found.items],
        )
        campaign.total += len(found.items)
        campaign.gathered = dict(found.position) if found.position else None
        if found.position is None:
            campaign.status = "rolling out"
        books.write(*joined)
        if found.position is None:
            return True
    return False


def hear(books: Books, *, leaves: bool = False) -> None:
    """What has come of those that are open; with `leaves` all of them are let go."""
    markers = rows.all_open(books.campaign.campaign_id)
    heard, came = heard_of(books.campaign, markers), []
    for marker in markers:
        turn = heard[marker.command_id]
        if leaves and (turn is None or turn.counted == OPEN):
            turn = Turn(*LEFT)
        if turn:
            target = rows.target_at(marker.campaign_id, marker.place, marker.charge_point_id)
            target.command_id = marker.command_id
            came.append(Came(target, OPEN, turn))
    books.take(came)


def begin(books: Books, decided: Decision, has_time: HasTime) -> None:
    """As many as may; whose turn has come but who cannot is passed over until the next look."""
    left = decided.room
    for page in _in_turn(books, decided):
        keys = [ChargePoint.of(one.charge_point_id) for one, _ in page]
        sockets = [Connection.of(one.charge_point_id) for one, _ in page]
        found = fetch(*keys, *sockets)
        passed: list[Came] = []
        for place, (target, before) in enumerate(page):
            charge_point, connection = found[place], found[place + len(page)]
            turn = turn_of(
                books.plan,
                books.campaign.firmware_version,
                charge_point if isinstance(charge_point, ChargePoint) else None,
                connection if isinstance(connection, Connection) else None,
                lambda target=target: _is_charging(target.charge_point_id),  # type: ignore[misc]
                action_of(books.campaign),
            )
            if turn.counted == OPEN:
                books.take(passed)  # before a later place counts as looked at
                passed = []
                if left == 0 or not has_time():
                    return
                turn = _begun(books, target, before) or turn
                if turn.counted == OPEN:
                    left -= 1
                    continue
            if turn.counted != before or turn.why != target.waits_for:
                passed.append(Came(target, before, turn))
        books.take(passed)
        if left == 0 or not has_time():
            return


def sweep(books: Books, has_time: HasTime) -> bool:
    """End all that know of nothing; False while there are more."""
    campaign = books.campaign
    turn = Turn(*NEVER_BEGUN[campaign.status])
    waiting = [
        (_target_of(one), one.command_id)
        for one in rows.all_open(campaign.campaign_id)
        if one.state == "requested"
    ]
    for target, command_id in waiting:
        _unsend(target, command_id, books.at)
    passed = [
        Came(_target_of(one), PASSED_OVER, turn)
        for one in rows.all_passed_over(campaign.campaign_id)
    ]
    for place in range(0, len(passed), PAGE):
        if not has_time():
            return False
        books.take(passed[place : place + PAGE])
    while campaign.next_place < campaign.total:
        if not has_time():
            return False
        behind = min(campaign.next_place + PAGE, campaign.total)
        unseen = rows.between(campaign.campaign_id, campaign.next_place, behind)
        books.take([Came(target, None, turn) for target in unseen])
        campaign.next_place = behind
    return True


def _in_turn(
    books: Books, decided: Decision
) -> Iterator[Sequence[tuple[CampaignTarget, str | None]]]:
    """First those that were passed over, from another one on each time; then by their places."""
    campaign = books.campaign
    markers = rows.all_passed_over(campaign.campaign_id)
    first = int(books.at.timestamp()) % len(markers) if markers else 0
    passed: list[tuple[CampaignTarget, str | None]] = []
    for marker in [*markers[first:], *markers[:first]]:
        target = _target_of(marker)
        target.waits_for = marker.waits_for
        passed.append((target, PASSED_OVER))
    for place in range(0, len(passed), PAGE):
        yield passed[place : place + PAGE]
    while campaign.next_place < decided.until:
        start = campaign.next_place
        behind = min(start + PAGE, decided.until)
        yield [(one, None) for one in rows.between(campaign.campaign_id, start, behind)]
        if campaign.next_place == start:
            return


def _begun(books: Books, target: CampaignTarget, before: str | None) -> Turn | None:
    """Its command and its place in the campaign in one transaction; or why it is not."""
    campaign, at = books.campaign, books.at
    command_id = uuid7(at + timedelta(milliseconds=target.place % 1000))
    try:
        sent = sent_to(campaign, target, command_id, at)
    except (files.NoImage, files.NoPlace) as reason:
        return Turn("failed", str(reason))
    order = Order(
        charge_point_id=target.charge_point_id,
        command_id=command_id,
        payload=sent.payload,
        by=f"campaign {campaign.name}",
        at=at,
        timeout=settings.call_timeout(),
    )
    was = campaign.counts, campaign.begun, campaign.next_place, campaign.version
    books.count(target.place, before, OPEN)
    recent = lately(books.standing.begun, at)
    campaign.begun = [[when.isoformat(), number] for when, number in [*recent, (at, 1)]]
    writes = [*sent.writes, *rows.began(target, command_id, at), books.moved()]
    try:
        sending.send(COMMANDS, sent.action, order, also=writes)
    except Cancelled as error:
        raise Overtaken from error
    except (NoSuchChargePoint, Objection, Unsendable) as refusal:
        campaign.counts, campaign.begun, campaign.next_place, campaign.version = was
        match refusal:
            case Unsendable():
                return Turn(PASSED_OVER, "turn")
        return Turn("skipped", str(refusal))
    books.has_moved = True
    return None


def _unsend(target: CampaignTarget, command_id: str, at: datetime) -> None:
    """Its command, if it waits for its turn still: then the charge point knows of nothing."""
    record = commands.find(target.charge_point_id, command_id)
    if record is None or record.status != "Queued":
        return
    entry = audit.entry(
        f"charge-points/{target.charge_point_id}/commands/{command_id}", command_id, at
    )
    entry.operation, entry.subject, entry.source_ip = "cancel", "csms", ""
    entry.details = {"campaign": target.campaign_id}
    entry.expires_at = settings.audit_expires(at)
    ending.cancel(COMMANDS, record, at, audit.added(entry))


def _is_charging(charge_point_id: str) -> bool:
    return bool(query(Running, f"CP#{charge_point_id}", Running.PREFIX))


def _target_of(marker: rows.OfPlace) -> CampaignTarget:
    return rows.target_at(marker.campaign_id, marker.place, marker.charge_point_id)
