from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from api.http.cursors import paging
from api.http.import_export import MOST_ROWS, Importer, ImportResult, Outcome
from api.http.models import Body
from api.http.problems import Problem, bad_field
from api.http.request_context import RequestContext
from csms.store.provisioned.versions import Moved
from tests.api.support import event_of


class Row(Body):
    name: str
    amount: int = 0


def existing(rows: Sequence[Row]) -> Mapping[str, str]:
    return {row.name.upper(): "there" for row in rows if row.name.startswith("old")}


def take(context: RequestContext, row: Row, there: str | None, dry_run: bool) -> Outcome:
    match row.name:
        case "problem":
            raise bad_field("amount", "is bad")
        case "moved":
            raise Moved
        case "bug":
            raise ZeroDivisionError("secret")
    return "changed" if there else "created"


IMPORTER = Importer(Row, "name", lambda row: row.name, lambda row: row.name.upper(), existing, take)


def run(body: object, kind: str = "application/json", dry_run: bool = False) -> ImportResult:
    event = event_of("POST", "/", body=body, headers={"content-type": kind})
    part = paging(1, None, "/", {})
    return IMPORTER.run(RequestContext.of(event, "import", event["body"], part), dry_run)


def outcomes(result: ImportResult) -> list[str]:
    return [row.outcome for row in result.rows]


def test_each_row_has_its_own_result_in_order() -> None:
    names = ["new", "old", "problem", "moved", "bug", "last"]
    result = run({"items": [{"name": name} for name in names]})
    assert outcomes(result) == ["created", "changed", "error", "error", "error", "created"]
    assert [row.row for row in result.rows] == [1, 2, 3, 4, 5, 6]
    assert (result.created, result.changed, result.unchanged, result.failed) == (2, 1, 0, 3)
    assert "secret" not in result.model_dump_json()


def test_rows_of_csv_are_text_and_have_the_same_results() -> None:
    result = run("name,amount\r\nnew,5\r\nold,x\r\n,1\r\n", "text/csv; charset=utf-8")
    assert outcomes(result) == ["created", "error", "error"]
    fields = [[error.field for error in row.errors or ()] for row in result.rows]
    assert fields == [[], ["amount"], ["name"]]


def test_a_row_that_is_wrong_names_its_fields_and_repeats_nothing() -> None:
    result = run({"items": [{"name": 1, "amount": "secret"}, 5, {"nome": "x"}]})
    assert outcomes(result) == ["error"] * 3
    assert [error.field for error in result.rows[0].errors or ()] == ["name", "amount"]
    assert "secret" not in result.model_dump_json()


def test_a_row_that_is_wrong_is_told_by_its_name_where_it_has_one() -> None:
    rows = [{"name": "a", "amount": "x"}, {"name": 17}, {"amount": 1}, "b"]
    assert [row.id for row in run({"items": rows}).rows] == ["a", None, None, None]
    assert [row.id for row in run("name,amount\nc,x\nc,1\nc,2\n", "text/csv").rows] == ["c"] * 3


def test_of_two_rows_about_one_thing_the_second_is_refused() -> None:
    result = run({"items": [{"name": "a"}, {"name": "A"}, {"name": "b"}]})
    assert outcomes(result) == ["created", "error", "created"]
    assert [error.field for error in result.rows[1].errors or ()] == ["name"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ({}, "application/json", 400),
        ({"items": {}}, "application/json", 400),
        ({"items": [], "other": 1}, "application/json", 400),
        ("[]", "application/json", 400),
        ("", "text/csv", 400),
        ("{}", "text/plain", 415),
        ({"items": [{}] * (MOST_ROWS + 1)}, "application/json", 413),
        ("name\r\n" + "x\r\n" * (MOST_ROWS + 1), "text/csv", 413),
    ],
)
def test_what_is_no_table_of_rows_is_refused_as_a_whole(body: Any, kind: str, status: int) -> None:
    with pytest.raises(Problem) as refused:
        run(body, kind)
    assert refused.value.status == status


def test_nothing_is_as_good_as_any_number() -> None:
    assert run({"items": []}).rows == []
    assert len(run({"items": [{"name": f"{n}"} for n in range(MOST_ROWS)]}).rows) == MOST_ROWS
