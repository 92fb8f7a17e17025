from datetime import timedelta
from typing import Any

import pytest

from api.console.changes import LONG_AGO, cursor_of
from csms.store.reported.changes import MOST, beginning
from tests.api.support import ask
from tests.conftest import Says
from tests.connection.support import connected, disconnected
from tests.stored import logged_change, provision
from tests.support import NOON

STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Charging"}


def asked(cursor: str | None = None) -> dict[str, Any]:
    answer = ask("GET", "/fleet/changes", query={"cursor": cursor} if cursor else {})
    assert answer.status == 200
    told: dict[str, Any] = answer.json
    return told


@pytest.fixture
def cursor(cp1: str) -> str:
    """Of somebody who has read the fleet just now."""
    assert cp1
    told = asked()
    assert (told["items"], told["complete"], told["more"]) == ([], True, False)
    text: str = told["cursor"]
    return text


def test_what_has_changed_comes_as_it_is_now(cursor: str, says: Says) -> None:
    provision("CP2", security_profile=0)
    connected("one")
    says("StatusNotification", STATUS)
    told = asked(cursor)
    (one,) = told["items"]
    assert (one["id"], one["connected"]) == ("CP1", True)
    assert one["connectors"][0]["status"] == "Charging"
    assert asked(told["cursor"])["items"] == []


def test_a_connection_that_ends_is_a_change(cursor: str) -> None:
    connected("one")
    cursor = asked(cursor)["cursor"]
    disconnected("one")
    (one,) = asked(cursor)["items"]
    assert one["connected"] is False


def test_of_one_that_was_deleted_there_is_the_name_alone(cursor: str, says: Says) -> None:
    says("StatusNotification", STATUS)
    assert ask("DELETE", "/charge-points/CP1", role="admin").status == 204
    told = asked(cursor)
    assert (told["items"], told["gone"]) == ([], ["CP1"])


def test_as_long_as_nothing_happens_the_answer_is_the_same(cursor: str) -> None:
    first = ask("GET", "/fleet/changes", query={"cursor": cursor})
    headers = {"if-none-match": first.headers["etag"]}
    query = {"cursor": first.json["cursor"]}
    assert ask("GET", "/fleet/changes", query=query, headers=headers).status == 304


@pytest.mark.usefixtures("store")
def test_who_comes_back_after_long_reads_the_fleet_anew() -> None:
    for number in range(MOST + 1):
        at = NOON - timedelta(seconds=LONG_AGO + 60 - number / 1000)
        logged_change("CP1", at)
    told = asked(cursor_of(beginning(NOON - timedelta(seconds=LONG_AGO + 60))))
    assert (told["items"], told["complete"]) == ([], False)
    assert asked(told["cursor"])["complete"] is True


def test_without_a_message_log_it_says_that_statuses_are_not_told_of(
    cursor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(cursor)["statuses"] is True
    monkeypatch.setenv("MESSAGE_LOG_RETENTION_DAYS", "0")
    assert asked(cursor)["statuses"] is False


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "WyJub3ciLFtdXQ", "!!!"])
@pytest.mark.usefixtures("store")
def test_a_cursor_that_is_none_is_refused(cursor: str) -> None:
    answer = ask("GET", "/fleet/changes", query={"cursor": cursor})
    assert (answer.status, answer.json["errors"][0]["field"]) == (400, "cursor")
