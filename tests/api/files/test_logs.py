from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from csms.domain.file_addresses import LONGEST, wanted
from csms.store.reported import uploads
from tests.api.support import Answered, ask
from tests.csms.command_steps import connected
from tests.support import NOON, Sockets

PATH = "/charge-points/CP1/logs"


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def post(body: dict[str, Any], **more: Any) -> Answered:
    return ask("POST", PATH, role="operator", body=body, **more)


def sent(sockets: Sockets) -> tuple[str, dict[str, Any]]:
    _, _, action, payload = sockets.posted[-1][1]
    return action, payload


def test_a_log_without_a_location_comes_to_an_address_of_ours(sockets: Sockets) -> None:
    answer = post({"logType": "SecurityLog", "oldest": "2026-06-01T00:00:00Z", "retries": 2})
    assert answer.status == 202
    action, payload = sent(sockets)
    location = payload["log"].pop("remoteLocation")
    assert (action, payload) == (
        "GetLog",
        {
            "log": {"oldestTimestamp": "2026-06-01T00:00:00.000Z"},
            "logType": "SecurityLog",
            "requestId": 1,
            "retries": 2,
        },
    )
    command_id = answer.json["commandId"]
    assert len(location) <= LONGEST
    two_weeks = NOON + timedelta(days=13, hours=23)
    assert wanted("k" * 48, "PUT", urlsplit(location).path, two_weeks).id == command_id
    place = uploads.place(command_id)
    assert place
    assert place.charge_point_id == "CP1"


def test_without_a_type_it_is_get_diagnostics(sockets: Sockets) -> None:
    post({"latest": "2026-06-01T00:00:00Z"})
    action, payload = sent(sockets)
    assert action == "GetDiagnostics"
    assert payload["location"].startswith("https://ocpp.example/files/put/")
    assert payload["stopTime"] == "2026-06-01T00:00:00.000Z"


@pytest.mark.parametrize(
    "location",
    ["ftp://user:secret@10.0.0.7/logs", "ftps://f.example/a/", "HTTP://h.example/?Signature=a%2Fb"],
)
def test_a_location_of_ones_own_leaves_as_it_is_written(location: str, sockets: Sockets) -> None:
    assert post({"location": location}).status == 202
    assert sent(sockets) == ("GetDiagnostics", {"location": location})


@pytest.mark.parametrize("location", ["gopher://x", "logs", "https://a b", "https://" + "a" * 505])
def test_a_location_that_leads_nowhere_is_refused(location: str) -> None:
    assert post({"location": location}).status == 400


def test_the_signature_is_shown_to_nobody(sockets: Sockets) -> None:
    shown = post({}).json
    assert "/files/put/" in shown["payload"]["location"]
    assert "[redacted]" in shown["payload"]["location"]
    assert sent(sockets)[1]["location"] not in ask("GET", "/audit").text


def test_the_same_twice_is_sent_once(sockets: Sockets) -> None:
    key = {"idempotency-key": "once"}
    first, second = post({}, headers=key), post({}, headers=key, at=NOON + timedelta(minutes=1))
    assert first.json["commandId"] == second.json["commandId"]
    assert len(sockets.posted) == 1
    assert post({"retries": 1}, headers=key).status == 422


def test_where_files_are_off_a_location_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILES_URL", "")
    refused = post({})
    assert (refused.status, "name a location" in refused.text) == (409, True)
    assert post({"location": "ftp://f.example/"}).status == 202


def test_a_viewer_asks_for_no_log() -> None:
    assert ask("POST", PATH, role="viewer", body={}).status == 403


def test_a_log_that_ends_before_it_begins_is_asked_for_wrongly(sockets: Sockets) -> None:
    answer = post({"oldest": "2026-06-02T00:00:00Z", "latest": "2026-06-01T00:00:00Z"})
    assert (answer.status, sockets.posted) == (400, [])
    assert "latest is before oldest" in answer.json["detail"]
