"""What every operation that sends a command relies on; `test_commands.py` has the rest."""

from typing import Any

import pytest

from api.commands.issuing import issue_command
from api.http.cursors import paging
from api.http.problems import Problem
from api.http.request_context import RequestContext
from csms.store import commands
from csms.store.commands import CommandRecord
from csms.store.table import Cancelled, put
from tests.api.support import event_of
from tests.csms.command_steps import CP, connected
from tests.support import NOON, Sockets


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def context(**headers: str) -> RequestContext:
    event = event_of("POST", "/", role="operator", headers=headers)
    return RequestContext.of(event, "test", "", paging(50, None, "/", {}))


def test_a_command_has_the_default_time_and_the_name_of_who_asked() -> None:
    record = issue_command(context(), CP, "ClearCache", {})
    assert (record.timeout, record.created_by) == (30, "olga@example.com")
    assert record.created_at == NOON


def test_writes_that_belong_to_it_are_written_with_it_or_not_at_all() -> None:
    other = CommandRecord.of(CP, "other")
    other.action, other.payload, other.status = "Reset", {}, "Expired"
    other.created_at, other.created_by, other.timeout = NOON, "olga", 1
    issue_command(context(), CP, "ClearCache", {}, also=[put(other)])
    assert commands.find(CP, "other")
    with pytest.raises(Cancelled):
        issue_command(
            context(),
            CP,
            "ClearCache",
            {},
            command_id="second",
            also=[put(other, CommandRecord.pk.does_not_exist())],
        )
    assert commands.find(CP, "second") is None


@pytest.mark.parametrize(
    ("action", "payload", "status"),
    [
        ("Restart", {}, 404),
        ("Reset", {}, 400),
        ("UnlockConnector", {"connectorId": 0}, 409),
    ],
)
def test_what_cannot_be_sent_is_a_problem(
    action: str, payload: dict[str, Any], status: int
) -> None:
    with pytest.raises(Problem) as refused:
        issue_command(context(), CP, action, payload)
    assert refused.value.status == status


@pytest.mark.parametrize("forced", [False, True])
def test_a_date_alone_is_no_time_and_is_never_sent(forced: bool, sockets: Sockets) -> None:
    payload = {"connectorId": 1, "expiryDate": "2027-01-01", "idTag": "CARD-1"}
    with pytest.raises(Problem) as refused:
        issue_command(context(), CP, "ReserveNow", payload, force=forced)
    assert refused.value.status == 400
    said = "expiryDate: should be a time, such as 2027-01-01T00:00:00Z"
    assert refused.value.detail == said
    assert sockets.posted == []
