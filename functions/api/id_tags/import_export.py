"""/id-tags/export and /id-tags/import: many id tags at once, as CSV or JSON."""

from collections.abc import Sequence

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
from api.http.models import Body
from api.http.operations import CSV, Answer, Content, Reply, Resource, shows
from api.http.problems import Problem
from api.http.request_context import RequestContext
from api.id_tags.settings import NewIdTag, actions_of, after, changed
from api.id_tags.views import EXAMPLE, IdTags, view
from csms import task_queue
from csms.store.paging import by_name, part, reading
from csms.store.provisioned import id_tags
from csms.store.provisioned.versions import AlreadyThere
from csms.store.table import fetch

resource = Resource("/id-tags", "Id tags")

COLUMNS = ("idTag", "parentIdTag", "expiryDate", "blocked", "maxActiveTransactions")
CSV_EXAMPLE = f"{','.join(COLUMNS)}\r\n04E2B1A2C35880,FLEET-7,2027-01-01T00:00:00.000Z,false,1\r\n"


class IdTagRows(Body):
    items: Rows[NewIdTag]


@resource.operation(
    "GET",
    "/export",
    "viewer",
    Answer(
        200,
        "OK",
        (Content(IdTags, {"items": [EXAMPLE]}), Content(None, CSV_EXAMPLE, CSV)),
        ("Link",),
    ),
    paged=True,
)
def export_id_tags(context: RequestContext, format: Format = None) -> Reply:
    """Id tags, a page at a time, as an import takes them.

    Each page of CSV has the line of names; the header Link leads to the next one,
    of JSON too.
    """
    names = by_name(id_tags.IdTag, "TAG")
    found = part(names, context.paging.limit, context.paging.position, reading(id_tags.IdTag))
    page = IdTags(
        items=[view(tag) for tag in found.items], cursor=context.paging.cursor(found.position)
    )
    return exported(context, format, COLUMNS, page)


@resource.operation(
    "POST",
    "/import",
    "operator",
    shows(ImportResult, RESULT_EXAMPLE),
    problems=(413,),
    consumes=(Content(IdTagRows, {"items": [EXAMPLE]}), Content(None, CSV_EXAMPLE, CSV)),
)
def import_id_tags(context: RequestContext, dry_run: DryRun = False) -> ImportResult:
    """Create and change at most 500 id tags; each row has its own result.

    What a row leaves out, or has as an empty cell, stays as it is; null in JSON removes it.
    """
    result = IMPORTER.run(context, dry_run)
    if not dry_run and (result.created or result.changed):
        task_queue.id_tags_changed_later()
    return result


def _existing(rows: Sequence[NewIdTag]) -> dict[str, id_tags.IdTag]:
    found = fetch(*(id_tags.IdTag.of(row.id_tag) for row in rows))
    return {tag.id_tag.upper(): tag for tag in found if isinstance(tag, id_tags.IdTag)}


def _take(
    context: RequestContext, row: NewIdTag, tag: id_tags.IdTag | None, dry_run: bool
) -> Outcome:
    settings = after(tag, row)
    differences = changed(tag, settings)
    if tag is not None and not differences:
        return "unchanged"
    outcome: Outcome = "created" if tag is None else "changed"
    if dry_run:
        return outcome
    audit = context.audit(f"id-tags/{settings.id_tag}", {outcome: differences})
    if tag is not None:
        id_tags.change(tag, actions_of(settings), audit)
        return outcome
    try:
        id_tags.create(id_tags.IdTag.of(row.id_tag), actions_of(settings), audit)
    except AlreadyThere as error:
        raise Problem(409, "it has just been created") from error
    return outcome


IMPORTER = Importer(
    NewIdTag, "idTag", lambda row: row.id_tag, lambda row: row.id_tag.upper(), _existing, _take
)
