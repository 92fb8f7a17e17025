"""What tests put into the store, and look at in it, as no function does."""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.expressions.update import Action

from csms.store.provisioned.charge_points import (
    IS_THERE,
    ChargePoint,
    ChargePointName,
    InvalidIdentity,
)
from csms.store.provisioned.id_tags import LONGEST, IdTag, settings
from csms.store.reported import message_log, meter_readings
from csms.store.reported.certificates import InstalledCertificate, ReportedCertificates
from csms.store.reported.message_log import LoggedFrame
from csms.store.reported.meter_readings import MeterReading
from csms.store.reported.problems import Problem
from csms.store.reported.reports import RefusedCall, Report
from csms.store.reported.security_events import (
    FAILED,
    NOBODY,
    PREFIX,
    Kind,
    OwnSecurityEvent,
)
from csms.store.table import (
    Cancelled,
    ConditionFailed,
    StateItem,
    by_name,
    calls,
    perform,
    put,
    query,
    transact,
    update,
)
from csms.store.table.attributes import set_or_remove
from csms.store.table.calls import Raw
from csms.store.transactions import OrphanStop, Transaction
from csms.store.transactions.reservations import Reservation
from csms.wire.ocpp16 import RegistrationStatus


class NotFound(LookupError):
    """No such charge point is provisioned."""


def provision(
    charge_point_id: str,
    *,
    security_profile: int,
    password_hash: str | None = None,
    registration: RegistrationStatus | None = None,
    interval: int | None = None,
    serial_number: str | None = None,
    generation: str | None = None,
) -> None:
    """Create a charge point, or change its settings and keep all else; raises InvalidIdentity.

    Without a generation it is as those were that were stored before there were any.
    """
    if not charge_point_id or ":" in charge_point_id:
        raise InvalidIdentity(f"{charge_point_id!r}: basic authentication cannot carry it")
    charge_point = ChargePoint.of(charge_point_id)
    list_pk, list_sk = by_name("CP", charge_point_id)
    name = ChargePointName.of(charge_point_id)
    settings: list[Action] = [
        ChargePoint.kind.set(ChargePoint),
        ChargePoint.by_name_pk.set(list_pk),
        ChargePoint.by_name_sk.set(list_sk),
        ChargePoint.security_profile.set(security_profile),
        ChargePoint.connectors.set(ChargePoint.connectors | {}),
        ChargePoint.available_at.set(ChargePoint.available_at | {}),
        ChargePoint.statuses.set(ChargePoint.statuses | {}),
        ChargePoint.availability.set(ChargePoint.availability | {}),
        ChargePoint.triggered.set(ChargePoint.triggered | {}),
        ChargePoint.unusable_at.set(ChargePoint.unusable_at | {}),
        ChargePoint.next_password_hash.remove(),
        ChargePoint.next_password_command.remove(),
        ChargePoint.version.add(1),
        ChargePoint.registration.set(registration or (ChargePoint.registration | "Accepted")),
    ]
    settings += [
        set_or_remove(ChargePoint.password_hash, password_hash),
        set_or_remove(ChargePoint.interval, interval),
        set_or_remove(ChargePoint.serial_number, serial_number),
        set_or_remove(ChargePoint.generation, generation),
    ]
    same = ChargePointName.pk.does_not_exist() | (
        ChargePointName.charge_point_id == charge_point_id
    )
    try:
        transact(put(name, same), update(charge_point, settings))
    except Cancelled as error:
        raise InvalidIdentity(
            f"{charge_point_id!r} differs only by case from one that is there"
        ) from error


def set_registration(
    charge_point_id: str, registration: RegistrationStatus, interval: int | None = None
) -> None:
    """Interval in seconds, as BootNotification answers it; raises NotFound."""
    actions: list[Action] = [
        ChargePoint.registration.set(registration),
        ChargePoint.version.add(1),
    ]
    if interval is not None:
        actions.append(ChargePoint.interval.set(interval))
    try:
        perform(update(ChargePoint.of(charge_point_id), actions, IS_THERE))
    except ConditionFailed as error:
        raise NotFound(charge_point_id) from error


def renew_on_our_own(charge_point_id: str) -> None:
    """As `certificateRenewal` has it."""
    automatic = ChargePoint.automatic.set({"certificateRenewal"})
    perform(update(ChargePoint.of(charge_point_id), [automatic]))


def provision_id_tag(
    id_tag: str,
    *,
    parent_id_tag: str | None = None,
    expiry_date: datetime | None = None,
    blocked: bool = False,
    max_active_transactions: int | None = None,
) -> None:
    """Add a tag, or replace what operators have set for it; raises ValueError."""
    if not 0 < len(id_tag) <= LONGEST or len(parent_id_tag or "") > LONGEST:
        raise ValueError(f"{id_tag!r}: OCPP's id tags have 1 to {LONGEST} characters")
    perform(
        update(
            IdTag.of(id_tag),
            settings(id_tag, parent_id_tag, expiry_date, blocked, max_active_transactions),
        )
    )


def transactions_of(charge_point_id: str) -> list[Transaction]:
    return query(Transaction, f"CP#{charge_point_id}", "TX#")


def orphans_of(charge_point_id: str) -> list[OrphanStop]:
    return query(OrphanStop, f"CP#{charge_point_id}", "STOP#")


def reservations_of(charge_point_id: str, at: datetime) -> list[Reservation]:
    """All that were ever asked for, by id, each with its status at that time."""
    reservations = query(Reservation, f"CP#{charge_point_id}", Reservation.PREFIX)
    for reservation in reservations:
        reservation.status = reservation.status_at(at)
    return reservations


def messages_of_day(charge_point_id: str, day: datetime, *, after: str = "") -> list[LoggedFrame]:
    """What was said on a day of UTC, in that order; `after`: only past this sort key."""
    return query(LoggedFrame, f"LOG#{charge_point_id}#{day:%Y-%m-%d}", after=after)


def problems_of(charge_point_id: str) -> list[Problem]:
    found = query(Problem, f"CP#{charge_point_id}", "PROBLEM#")
    return [problem for problem in found if problem.counts]


def failures_of(charge_point_id: str, what: Kind = FAILED) -> list[OwnSecurityEvent]:
    return [one for one in own_events_of(f"CP#{charge_point_id}") if one.what == what]


def events_of_nobody() -> list[OwnSecurityEvent]:
    return own_events_of(NOBODY)


def own_events_of(partition: str) -> list[OwnSecurityEvent]:
    return query(OwnSecurityEvent, partition, PREFIX)


def reports_of(charge_point_id: str, action: str) -> list[Report]:
    return query(Report, f"CP#{charge_point_id}", f"{action}#")


def refused_calls_of(charge_point_id: str) -> list[RefusedCall]:
    return query(RefusedCall, f"CP#{charge_point_id}", "REFUSED#")


def readings_of_month(charge_point_id: str, month: datetime) -> list[MeterReading]:
    """Each by itself, whatever item it shares, as they lie."""
    partition = f"METER#{charge_point_id}#{month:%Y-%m}"
    return [
        MeterReading.from_raw_data(one)
        for item in everything(MeterReading.Meta.table_name)
        if item["pk"]["S"] == partition
        for one in meter_readings.apiece(item)
    ]


def certificates_of(
    charge_point_id: str,
) -> tuple[list[ReportedCertificates], list[InstalledCertificate]]:
    """What it reported, a list a type, and what it accepted."""
    items = query(StateItem, f"CP#{charge_point_id}", "CERTIFICATES#")
    return (
        [item for item in items if isinstance(item, ReportedCertificates)],
        [item for item in items if isinstance(item, InstalledCertificate)],
    )


def everything(table_name: str) -> Iterator[Raw]:
    """All raw items of a table."""
    arguments: Raw = {"TableName": table_name}
    while True:
        page = calls.call("Scan", arguments)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def logged_change(charge_point_id: str, at: datetime) -> None:
    """Something of it is in the message log that tells of a change."""
    entry = message_log.entry(charge_point_id, f"message-{at.timestamp()}", at)
    message_log.tells_of_a_change(entry, charge_point_id)
    message_log.add(entry)
