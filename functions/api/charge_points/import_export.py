"""/charge-points/export and /charge-points/import: many at once, as CSV or JSON."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.charge_points.automatic import ON_ITS_OWN, Automatic, automatic
from api.charge_points.changes import Known, change, create
from api.charge_points.settings import ChargePointChange, Identity, after, changed
from api.http.import_export import (
    RESULT_EXAMPLE,
    DryRun,
    Format,
    Importer,
    ImportResult,
    Outcome,
    Rows,
    exported,
)
from api.http.models import Body, Page
from api.http.operations import CSV, Answer, Content, Reply, Resource, shows
from api.http.problems import bad_field
from api.http.request_context import RequestContext
from csms.store.paging import by_name, part, reading
from csms.store.provisioned.charge_points import ChargePoint, ChargePointName
from csms.store.provisioned.provisioning import Settings
from csms.store.table import fetch
from csms.wire.ocpp16 import RegistrationStatus

resource = Resource("/charge-points", "Charge points")

COLUMNS = (
    "id",
    "securityProfile",
    "serialNumber",
    "registration",
    "interval",
    "certificateRenewal",
    "configurationAfterBoot",
    "localListInStep",
    "profilesAfterBoot",
    "statusAfterReconnect",
    "automaticDistance",
)
EXAMPLE: dict[str, object] = {
    "id": "CP1",
    "securityProfile": 2,
    "registration": "Accepted",
    "interval": 300,
    **ON_ITS_OWN,
}
CSV_EXPORT = f"{','.join(COLUMNS)}\r\nCP1,2,,Accepted,300,false,true,false,false,false,900\r\n"
CSV_IMPORT = "id,securityProfile,password,registration\r\nCP1,2,tEn87hGdj3zYQ5mXw0Ab,Accepted\r\n"


class ChargePointRow(ChargePointChange):
    """A charge point that is there already keeps what the row leaves out."""

    id: Identity


class ChargePointRows(Body):
    items: Rows[ChargePointRow]


class ExportedChargePoint(Automatic):
    """What an import takes; a password is never shown."""

    security_profile: int
    serial_number: str | None = None
    registration: RegistrationStatus
    interval: int | None = None


class ExportedChargePoints(Page[ExportedChargePoint]):
    pass


@dataclass(frozen=True)
class _There:
    """What bears the identity, or one that differs by case alone."""

    charge_point: ChargePoint | None
    twin: str | None


@resource.operation(
    "GET",
    "/export",
    "viewer",
    Answer(
        200,
        "OK",
        (
            Content(ExportedChargePoints, {"items": [EXAMPLE]}),
            Content(None, CSV_EXPORT, CSV),
        ),
        ("Link",),
    ),
    paged=True,
)
def export_charge_points(context: RequestContext, format: Format = None) -> Reply:
    """What is set for the charge points, a page at a time, as an import takes it.

    Each page of CSV has the line of names; the header Link leads to the next one,
    of JSON too.
    """
    names = by_name(ChargePoint, "CP")
    found = part(names, context.paging.limit, context.paging.position, reading(ChargePoint))
    page = ExportedChargePoints(
        items=[_view(one) for one in found.items], cursor=context.paging.cursor(found.position)
    )
    return exported(context, format, COLUMNS, page)


@resource.operation(
    "POST",
    "/import",
    "operator",
    shows(ImportResult, RESULT_EXAMPLE),
    problems=(413,),
    consumes=(
        Content(
            ChargePointRows,
            {"items": [{"id": "CP1", "securityProfile": 2, "password": "tEn87hGdj3zYQ5mXw0Ab"}]},
        ),
        Content(None, CSV_IMPORT, CSV),
    ),
)
def import_charge_points(context: RequestContext, dry_run: DryRun = False) -> ImportResult:
    """Create and change at most 500 charge points; each row has its own result.

    What a row leaves out, or has as an empty cell, stays as it is; null in JSON removes it.
    """
    return IMPORTER.run(context, dry_run)


def _view(charge_point: ChargePoint) -> ExportedChargePoint:
    return ExportedChargePoint(
        id=charge_point.charge_point_id,
        security_profile=charge_point.security_profile,
        serial_number=charge_point.serial_number,
        registration=charge_point.status,
        interval=charge_point.interval,
        **automatic(charge_point),
    )


def _existing(rows: Sequence[ChargePointRow]) -> dict[str, _There]:
    ids = [row.id for row in rows]
    found = fetch(*(ChargePoint.of(one) for one in ids), *(ChargePointName.of(one) for one in ids))
    points, names = found[: len(ids)], found[len(ids) :]
    there = {}
    for one, point, name in zip(ids, points, names, strict=True):
        known_as = name.charge_point_id if isinstance(name, ChargePointName) else one
        there[one.casefold()] = _There(
            point if isinstance(point, ChargePoint) else None,
            known_as if known_as != one else None,
        )
    return there


def _take(
    context: RequestContext, row: ChargePointRow, there: _There | None, dry_run: bool
) -> Outcome:
    if there and there.twin:
        raise bad_field("id", f"differs only by case from {there.twin}, which is there")
    charge_point = there.charge_point if there else None
    before = Settings.of(charge_point) if charge_point else None
    if charge_point and not dry_run:
        known: Known = (charge_point, None)
        return "changed" if change(context, known, row) else "unchanged"
    settings = after(before, row)
    if before:
        return "changed" if changed(before, settings) else "unchanged"
    if not dry_run:
        create(context, row.id, settings)
    return "created"


IMPORTER = Importer(
    ChargePointRow, "id", lambda row: row.id, lambda row: row.id.casefold(), _existing, _take
)
