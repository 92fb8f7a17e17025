import re

import pytest

from tests.api.support import Answered, ask
from tests.stored import provision_id_tag

pytestmark = pytest.mark.usefixtures("store")


def imported(body: object, kind: str = "application/json", **query: object) -> Answered:
    headers = {"content-type": kind}
    return ask("POST", "/id-tags/import", role="operator", body=body, headers=headers, query=query)


def outcomes(answer: Answered) -> list[str]:
    return [row["outcome"] for row in answer.json["rows"]]


TABLE = "idTag,blocked,expiryDate\r\na,true,\r\nB,,2027-01-01T00:00:00Z\r\nC,,\r\n"


@pytest.fixture(autouse=True)
def tags(store: None) -> None:
    provision_id_tag("A", parent_id_tag="G")
    provision_id_tag("C")


def test_rows_create_and_change_and_keep_what_they_leave_out() -> None:
    answer = imported(TABLE, "text/csv")
    assert (answer.status, outcomes(answer)) == (200, ["changed", "created", "unchanged"])
    told = {"idTag": "A", "parentIdTag": "G", "blocked": True, "status": "Blocked"}
    assert ask("GET", "/id-tags/A").json == told
    assert ask("GET", "/id-tags/B").json["expiryDate"] == "2027-01-01T00:00:00.000Z"
    assert outcomes(imported(TABLE, "text/csv")) == ["unchanged"] * 3


def test_a_dry_run_says_the_same_and_does_nothing() -> None:
    before = ask("GET", "/id-tags").json
    answer = imported(TABLE, "text/csv", dryRun="true")
    assert outcomes(answer) == ["changed", "created", "unchanged"]
    assert answer.json["dryRun"] is True
    assert ask("GET", "/id-tags").json == before
    assert ask("GET", "/audit").json["items"] == []


def test_null_removes() -> None:
    assert outcomes(imported({"items": [{"idTag": "A", "parentIdTag": None}]})) == ["changed"]
    assert "parentIdTag" not in ask("GET", "/id-tags/A").json


def test_every_row_that_changes_something_is_in_the_audit_trail() -> None:
    imported(TABLE, "text/csv")
    entries = {item["resource"]: item for item in ask("GET", "/audit").json["items"]}
    assert entries.keys() == {"id-tags/A", "id-tags/B"}
    assert entries["id-tags/A"]["operation"] == "importIdTags"
    assert entries["id-tags/A"]["details"] == {"changed": {"blocked": True}}


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_was_exported_can_be_imported(kind: str) -> None:
    provision_id_tag("=1+1", max_active_transactions=2)
    exported = ask("GET", "/id-tags/export", query={"format": kind}, role="viewer")
    assert exported.headers["content-type"] == ("text/csv" if kind == "csv" else "application/json")
    assert ("\r\n'=1+1," in exported.text) == (kind == "csv")
    for tag in ("A", "C", "=1+1"):
        ask("DELETE", f"/id-tags/{tag}")
    answer = imported(exported.text, exported.headers["content-type"])
    assert outcomes(answer) == ["created"] * 3
    assert ask("GET", "/id-tags/export", query={"format": kind}).text == exported.text


def test_an_export_is_paged_by_its_link() -> None:
    tags: list[str] = []
    query: dict[str, object] = {"format": "csv", "limit": 1}
    for _ in range(3):
        page = ask("GET", "/id-tags/export", query=query)
        header, *rows = page.text.splitlines()
        assert header.startswith("idTag,")
        tags += [row.split(",")[0] for row in rows]
        if "link" not in page.headers:
            break
        link = re.fullmatch(
            r'</id-tags/export\?format=csv&limit=1&cursor=([\w-]+)>; rel="next"',
            page.headers["link"],
        )
        assert link
        query["cursor"] = link[1]
    assert tags == ["A", "C"]


@pytest.mark.parametrize("accept", ["text/csv", "text/csv; charset=utf-8, */*;q=0.5"])
def test_an_export_is_what_is_accepted_where_no_format_is_named(accept: str) -> None:
    headers = {"accept": accept}
    page = ask("GET", "/id-tags/export", query={"limit": 1}, headers=headers)
    assert page.headers["content-type"] == "text/csv"
    assert page.headers["link"].startswith("</id-tags/export?limit=1&cursor=")
    named = ask("GET", "/id-tags/export", query={"format": "json"}, headers=headers)
    assert named.headers["content-type"] == "application/json"


def test_an_export_in_json_has_the_link_too() -> None:
    page = ask("GET", "/id-tags/export", query={"limit": 1})
    link = f'</id-tags/export?limit=1&cursor={page.json["cursor"]}>; rel="next"'
    assert page.headers["link"] == link
