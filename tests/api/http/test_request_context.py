import pytest

from api.http.cursors import paging
from api.http.request_context import RequestContext
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import query, transact
from tests.api.support import event_of
from tests.support import NOON

PAGING = paging(50, None, "/", {})


def context(**headers: str) -> RequestContext:
    return RequestContext.of(event_of("POST", "/", headers=headers), "doIt", "body", PAGING)


def test_the_time_is_that_of_the_request() -> None:
    assert context().at == NOON


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("", "application/json"),
        ("Text/CSV; charset=utf-8", "text/csv"),
        ("application/json", "application/json"),
    ],
)
def test_a_content_type_is_known_without_its_parameters(header: str, kind: str) -> None:
    assert context(**{"Content-Type": header}).content_type == kind


def test_headers_are_found_however_they_are_spelled() -> None:
    assert context(**{"IF-Match": '"1"'}).if_match == '"1"'
    assert context().if_match is None


def test_a_location_can_stand_in_a_header() -> None:
    assert (
        RequestContext.location("charge-points", "CP 1/ü", 7) == "/charge-points/CP%201%2F%C3%BC/7"
    )


@pytest.mark.usefixtures("store")
def test_an_audit_entry_says_who_did_what_when_and_from_where() -> None:
    one = context()
    transact(one.audit("id-tags/A", {"changed": {"blocked": True, "password": "secret"}}))
    (entry,) = query(AuditEntry, partition("id-tags/A"))
    assert (entry.operation, entry.resource, entry.role) == ("doIt", "id-tags/A", "admin")
    assert (entry.subject, entry.name) == (one.caller.subject, "olga@example.com")
    assert (entry.source_ip, entry.at) == ("203.0.113.7", NOON)
    assert entry.details == {"changed": {"blocked": True, "password": "[redacted]"}}
    assert entry.expires_at is not None
    assert (entry.expires_at - NOON).days == 1095
