"""Many at once, in and out: an import judges each row by itself, an export is paged like a list."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field, ValidationError

from api.http.csv_files import read_rows, written
from api.http.models import Body, Flag, Page, V, View
from api.http.operations import CSV, JSON, Reply
from api.http.problems import FieldError, Problem, bad_field, field_error
from api.http.request_context import RequestContext
from api.http.resolver import json_object
from csms.store.provisioned.versions import Moved
from csms.telemetry import logger

LONGEST_NAME = 255  # characters of what is repeated to who sent it
MOST_ROWS = 500
THREADS = 8

Format = Annotated[
    Literal["json", "csv"] | None,
    Query(description="Without it, as `Accept` says: `text/csv`, or JSON."),
]
DryRun = Annotated[Flag, Query(description="Only tell what would happen.")]
Outcome = Literal["created", "changed", "unchanged", "error"]

R = TypeVar("R", bound=Body)
Rows = Annotated[
    list[R | object],
    Field(description=f"At most {MOST_ROWS}; what is no such row has an error as its result."),
]

B = TypeVar("B", bound=Body)
E = TypeVar("E")


class RowResult(View):
    """`row` counts from 1; `errors` name the fields."""

    row: int
    id: str | None = None
    outcome: Outcome
    errors: Sequence[FieldError] | None = None


class ImportResult(View):
    dry_run: bool
    created: int
    changed: int
    unchanged: int
    failed: int
    rows: Sequence[RowResult]


RESULT_EXAMPLE: dict[str, object] = {
    "dryRun": True,
    "created": 1,
    "changed": 0,
    "unchanged": 0,
    "failed": 1,
    "rows": [
        {"row": 1, "id": "CP1", "outcome": "created"},
        {
            "row": 2,
            "id": "CP2",
            "outcome": "error",
            "errors": [{"field": "password", "message": "security profile 2 needs one"}],
        },
    ],
}


@dataclass(frozen=True)
class Importer(Generic[B, E]):
    """How one kind of thing is imported.

    `key` is the field that says what a row is about, and `name` what it says, as it is compared;
    `existing` finds what is there under such names; `take` does the row, or only says what it
    would do.
    """

    model: type[B]
    key: str
    shown: Callable[[B], str]
    name: Callable[[B], str]
    existing: Callable[[Sequence[B]], Mapping[str, E]]
    take: Callable[[RequestContext, B, E | None, bool], Outcome]

    def run(self, context: RequestContext, dry_run: bool) -> ImportResult:
        """Raises Problem for what is no table of rows at all."""
        told = _rows(context, self._columns)
        rows = self._without_repetitions([self._read(row) for row in told])
        good = [row for row in rows if not isinstance(row, Problem)]
        there = self.existing(good)

        def result(number: int, row: B | Problem) -> RowResult:
            if isinstance(row, Problem):
                named = self._named(told[number - 1])
                return RowResult(row=number, id=named, outcome="error", errors=row.errors)
            shown = self.shown(row)
            try:
                outcome = self._taken(context, row, there.get(self.name(row)), dry_run)
            except Problem as problem:
                errors = problem.errors or [FieldError(field=self.key, message=problem.detail)]
                return RowResult(row=number, id=shown, outcome="error", errors=errors)
            return RowResult(row=number, id=shown, outcome=outcome)

        with ThreadPoolExecutor(THREADS) as threads:
            results = list(threads.map(result, range(1, len(rows) + 1), rows))
        outcomes = [one.outcome for one in results]
        return ImportResult(
            dry_run=dry_run,
            created=outcomes.count("created"),
            changed=outcomes.count("changed"),
            unchanged=outcomes.count("unchanged"),
            failed=outcomes.count("error"),
            rows=results,
        )

    def _taken(self, context: RequestContext, row: B, there: E | None, dry_run: bool) -> Outcome:
        """Raises Problem, whatever went wrong: the other rows go on."""
        try:
            return self.take(context, row, there, dry_run)
        except Problem:
            raise
        except Moved as error:
            raise bad_field(self.key, "others are changing it; try again") from error
        except Exception as error:
            logger.exception("a row could not be imported")
            raise bad_field(self.key, "the CSMS failed; try again") from error

    @property
    def _columns(self) -> list[str]:
        """Of a table in CSV, the key first."""
        names = [field.alias or name for name, field in self.model.model_fields.items()]
        return sorted(names, key=lambda name: name != self.key)

    def _read(self, row: object) -> B | Problem:
        try:
            if isinstance(row, _CsvRow):
                return self.model.model_validate_strings(row.cells)
            return self.model.model_validate(row)
        except ValidationError as fault:
            errors = [field_error(error) for error in fault.errors(include_input=False)]
            return Problem(400, "", errors=errors)

    def _named(self, row: object) -> str | None:
        """What a row that is not understood says that it is about."""
        cells = row.cells if isinstance(row, _CsvRow) else row
        name = cells.get(self.key) if isinstance(cells, Mapping) else None
        return name[:LONGEST_NAME] if isinstance(name, str) else None

    def _without_repetitions(self, rows: Sequence[B | Problem]) -> list[B | Problem]:
        seen: set[str] = set()
        once: list[B | Problem] = []
        for row in rows:
            if isinstance(row, Problem):
                once.append(row)
                continue
            again = self.name(row) in seen
            once.append(bad_field(self.key, "is in another row, too") if again else row)
            seen.add(self.name(row))
        return once


@dataclass(frozen=True)
class _CsvRow:
    """All cells are text; an empty one is left out."""

    cells: Mapping[str, str]


def _rows(context: RequestContext, columns: Sequence[str]) -> Sequence[object]:
    if context.content_type == CSV:
        return [_CsvRow(cells) for cells in read_rows(context.text, MOST_ROWS, columns)]
    if context.content_type != JSON:
        raise Problem(415, f"the body should be {JSON} or {CSV}")
    body = json_object(context.text)
    items: Any = body.get("items")
    if not isinstance(items, list):
        raise bad_field("items", "should be a list")
    if unknown := sorted(body.keys() - {"items"}):
        raise bad_field(unknown[0], "there is no such field")
    if len(items) > MOST_ROWS:
        raise Problem(413, f"at most {MOST_ROWS} rows at once")
    return items


def as_csv(context: RequestContext, format: Format) -> bool:
    return format == "csv" or (format is None and context.accepts(CSV))


def exported(
    context: RequestContext, format: Format, columns: Sequence[str], page: Page[V]
) -> Reply:
    """A page of an export: the next one is in the header Link, as JSON also in `cursor`."""
    headers = context.next_page(page.cursor)
    if not as_csv(context, format):
        return Reply(page, headers=headers)
    rows = [one.model_dump(mode="json", by_alias=True) for one in page.items]
    table = written(columns, [[row.get(column) for column in columns] for row in rows])
    return Reply(table, headers=headers, media_type=CSV)
