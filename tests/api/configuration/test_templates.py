from typing import Any

import pytest

from csms.store.provisioned import audit
from csms.store.table import query
from tests.api.support import Answered, ask

pytestmark = pytest.mark.usefixtures("store")

PATH = "/configuration-templates"
X1 = {"vendor": "ACME", "model": "X1", "values": {"B": "2", "A": "1"}}


def put(name: str, body: object = X1, **asked: Any) -> Answered:
    return ask("PUT", f"{PATH}/{name}", role="operator", body=body, **asked)


def test_a_template_is_created_read_replaced_and_deleted() -> None:
    created = put("ACME X1")
    assert (created.status, created.headers["location"]) == (201, f"{PATH}/ACME%20X1")
    shown = X1 | {
        "name": "ACME X1",
        "applyWhilePending": False,
        "changedAt": "2026-06-01T12:00:00.000Z",
    }
    assert ask("GET", f"{PATH}/ACME X1", role="viewer").json == shown
    replaced = put("ACME X1", {"values": {"C": "3"}, "description": "new"})
    assert replaced.status == 200
    assert "location" not in replaced.headers
    assert replaced.json["values"] == {"C": "3"}
    assert "vendor" not in replaced.json
    assert ask("DELETE", f"{PATH}/ACME X1", role="operator").status == 204
    assert ask("GET", f"{PATH}/ACME X1").status == 404
    assert ask("DELETE", f"{PATH}/ACME X1").status == 404


def test_the_values_stay_in_their_order() -> None:
    assert list(put("one").json["values"]) == ["B", "A"]
    assert list(ask("GET", f"{PATH}/one").json["values"]) == ["B", "A"]


def test_two_operators_do_not_overwrite_each_other_unseen() -> None:
    tag = put("one").headers["etag"]
    assert put("one", headers={"If-Match": tag}).status == 200
    assert put("one", headers={"If-Match": tag}).status == 412
    assert ask("DELETE", f"{PATH}/one", headers={"If-Match": tag}).status == 412
    assert put("new", headers={"If-Match": "*"}).status == 412


def test_they_are_listed_by_name_page_by_page() -> None:
    for name in ("c", "a", "b"):
        put(name)
    first = ask("GET", PATH, role="viewer", query={"limit": 2}).json
    second = ask("GET", PATH, query={"limit": 2, "cursor": first["cursor"]}).json
    assert [one["name"] for one in first["items"] + second["items"]] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "values"),
        ({"values": {}}, "values"),
        ({"values": {"A": 1}}, "values.A"),
        ({"values": {"A": "1", "a": "2"}}, "values"),
        ({"values": {"authorizationkey": "0123456789ABCDEF"}}, "values"),
        ({"values": {"A": "x" * 501}}, "values.A"),
        ({"values": {str(number): "" for number in range(101)}}, "values"),
        ({"values": {"A": "1"}, "vendor": "x" * 21}, "vendor"),
        ({"values": {"A": "1"}, "applyWhilePending": True}, "body"),
        ({"values": {"A": "1"}, "colour": "red"}, "colour"),
    ],
)
def test_what_is_no_template_is_refused(body: object, field: str) -> None:
    answered = put("one", body)
    assert (answered.status, answered.fields) == (400, [field])


@pytest.mark.parametrize("name", ["#", " a", "ä", "a" * 101])
def test_a_name_is_plain(name: str) -> None:
    assert put(name).fields == ["name"]


def test_a_model_has_one_template_that_is_applied_while_pending() -> None:
    pending = X1 | {"applyWhilePending": True}
    assert put("one", pending).status == 201
    assert put("one", pending).status == 200
    assert put("two", pending).status == 409
    assert put("two", pending | {"model": "X2"}).status == 201
    assert put("two", pending).status == 409
    assert put("one", X1).status == 200
    assert put("two", pending).status == 200
    assert put("three", pending | {"model": "X2"}).status == 201
    assert ask("DELETE", f"{PATH}/two").status == 204
    assert put("four", pending).status == 201


def test_a_change_is_in_the_audit_trail() -> None:
    put("one")
    (entry,) = query(audit.AuditEntry, audit.partition("configuration-templates/one"))
    assert entry.details["created"]["values"] == {"A": "1", "B": "2"}
