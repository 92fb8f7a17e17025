from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from csms.domain.file_addresses import wanted
from csms.redaction import redacted
from csms.store.reported.connections import closed
from tests.api.support import Answered, ask
from tests.conftest import Says
from tests.csms.command_steps import answer, connected, error, found, send, take_tasks
from tests.images import ID, brought
from tests.support import NOON, Sockets
from tests.workflows.conftest import Executions, updates
from tests.workflows.running import come

__all__ = ["updates"]

PATH = "/charge-points/CP1/firmware-updates"
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
NEW: dict[str, Any] = {
    "location": "https://files.example/firmware.bin",
    "retrieveDate": "2026-06-01T12:00:00Z",
}


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets, updates: Executions) -> None:
    connected()


def begin(**more: Any) -> Answered:
    query = more.pop("query", None)
    return ask("POST", PATH, role="operator", body=NEW | more, query=query)


def shown(update_id: str, at: Any = NOON) -> Any:
    return ask("GET", f"{PATH}/{update_id}", role="viewer", at=at).json


def test_an_update_is_a_command_and_can_be_followed(sockets: Sockets, says: Says) -> None:
    answered = begin(firmwareVersion="2.0", retries=2)
    assert answered.status == 202
    update_id = answered.json["updateId"]
    assert answered.headers["location"].endswith(f"{PATH}/{update_id}")
    assert answered.json == {
        "updateId": update_id,
        "action": "UpdateFirmware",
        "location": NEW["location"],
        "phase": "requested",
        "requestedAt": "2026-06-01T12:00:00.000Z",
        "retrieveDate": "2026-06-01T12:00:00.000Z",
        "firmwareVersion": "2.0",
        "dueAt": "2026-06-01T12:05:00.000Z",
        "repeats": 0,
        "ended": False,
    }
    assert sockets.frames[-1][2:] == [
        "UpdateFirmware",
        {
            "location": NEW["location"],
            "retries": 2,
            "retrieveDate": "2026-06-01T12:00:00.000Z",
        },
    ]
    answer(update_id, {})
    says("FirmwareStatusNotification", {"status": "Downloading"}, at=NOON + MINUTE)
    told = shown(update_id)
    assert (told["phase"], told["progress"], told["status"]) == (
        "downloading",
        "Downloading",
        "Accepted",
    )
    assert told["acceptedAt"] == "2026-06-01T12:00:01.000Z"
    assert told["dueAt"] == "2026-06-01T18:00:01.000Z"


def test_with_a_signature_it_is_signed(sockets: Sockets) -> None:
    update_id = begin(signature="wrong", signingCertificate="-----BEGIN").json["updateId"]
    assert sockets.frames[-1][2] == "SignedUpdateFirmware"
    assert sockets.frames[-1][3]["firmware"]["signature"] == "wrong"
    answer(update_id, {"status": "InvalidCertificate"})
    told = shown(update_id)
    assert (told["outcome"], told["requestId"]) == ("rejected", 1)
    assert told["reason"] == "SignedUpdateFirmware was answered InvalidCertificate"


def test_one_that_is_asked_for_as_a_command_is_one_as_well() -> None:
    send("raw", "UpdateFirmware", NEW)
    answer("raw", {})
    assert shown("raw")["phase"] == "requested"
    send("second", "UpdateFirmware", NEW)
    error("second", "NotSupported")
    listed = ask("GET", PATH, role="viewer").json["items"]
    assert [(one["updateId"], one.get("outcome")) for one in listed] == [
        ("second", "rejected"),
        ("raw", None),
    ]
    rejected = ask("GET", PATH, query={"outcome": "rejected"}).json["items"]
    assert [one["updateId"] for one in rejected] == ["second"]
    is_open = ask("GET", PATH, query={"ended": "false"}).json["items"]
    assert [one["updateId"] for one in is_open] == ["raw"]
    jobs = ask("GET", "/charge-points/CP1/jobs").json["items"]
    assert [one["commandId"] for one in jobs] == ["raw"]


def test_one_that_reaches_nobody_has_ended() -> None:
    closed("CP1", "one")
    answered = begin().json
    assert (answered["outcome"], answered["reason"]) == (
        "failed",
        "its command was never sent: NotConnected",
    )
    assert come("follow-job") == 1
    assert shown(answered["updateId"]) == answered


def test_one_that_waits_for_a_connection_can_be_cancelled() -> None:
    closed("CP1", "one")
    update_id = begin(query={"queueUntil": "2026-06-01T13:00:00Z"}).json["updateId"]
    assert shown(update_id)["dueAt"] == "2026-06-01T13:05:00.000Z"
    cancelled = ask("DELETE", f"{PATH}/{update_id}", role="operator")
    assert (cancelled.status, cancelled.json["outcome"]) == (200, "cancelled")
    assert found(update_id).status == "Cancelled"
    come("follow-job")
    assert ask("DELETE", f"{PATH}/{update_id}").status == 409


def test_one_that_was_sent_cannot() -> None:
    update_id = begin().json["updateId"]
    assert ask("DELETE", f"{PATH}/{update_id}").status == 409


def test_the_same_key_is_the_same_update() -> None:
    headers = {"Idempotency-Key": "k"}
    first, second = (ask("POST", PATH, body=NEW, headers=headers).json for _ in range(2))
    assert first["updateId"] == second["updateId"]


def test_what_has_a_secret_is_not_kept_to_be_repeated() -> None:
    secret = "https://olga:secret@files.example/firmware.bin"
    refused = begin(location=secret, repeats=1)
    assert (refused.status, refused.fields) == (400, ["repeats"])
    assert begin(location=secret).status == 202


def test_what_is_not_there_is_not_found() -> None:
    assert ask("GET", f"{PATH}/unknown").status == 404
    assert ask("DELETE", f"{PATH}/unknown").status == 404
    assert ask("GET", "/charge-points/CP9/firmware-updates").status == 404
    assert ask("POST", "/charge-points/CP9/firmware-updates", body=NEW).status == 404
    send("log", "GetDiagnostics", {"location": "https://uploads.example/"})
    answer("log", {})
    assert ask("GET", f"{PATH}/log").status == 404
    assert take_tasks()


def test_an_image_of_ours_is_fetched_at_an_address_that_is_not_kept(sockets: Sockets) -> None:
    brought()
    of_image = {"image": ID, "retrieveDate": NEW["retrieveDate"]}
    answered = ask("POST", PATH, body=of_image | {"timeouts": {"installed": 60}})
    assert answered.status == 202, answered.text
    location = sockets.frames[-1][3]["location"]
    asked = wanted("k" * 48, "GET", urlsplit(location).path, NOON + 7 * 60 * MINUTE)
    assert asked.id == ID
    assert answered.json["image"] == ID
    assert answered.json["location"] == redacted(location) != location
    assert found(answered.json["updateId"]).payload["location"] == redacted(location)
    answer(answered.json["updateId"], {})
    assert shown(answered.json["updateId"])["image"] == ID
    assert location not in ask("GET", "/audit").text
    assert ask("DELETE", f"/firmware-images/{ID}").status == 409


def test_a_signed_update_fetches_it_as_well(sockets: Sockets) -> None:
    brought()
    signed = {"image": ID, "retrieveDate": NEW["retrieveDate"], "signature": "s"}
    assert ask("POST", PATH, body=signed | {"signingCertificate": "c"}).status == 202
    assert f"/images/{ID}/fw.bin" in sockets.frames[-1][3]["firmware"]["location"]


def test_the_same_key_is_the_same_update_of_an_image(sockets: Sockets) -> None:
    brought()
    body = {"image": ID, "retrieveDate": NEW["retrieveDate"], "repeats": 2}
    answers = [
        ask("POST", PATH, body=body, headers={"Idempotency-Key": "k"}, at=NOON + seconds * SECOND)
        for seconds in range(2)
    ]
    assert len({one.json["updateId"] for one in answers}) == 1


def test_an_image_that_nobody_can_fetch_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    of_image = {"image": ID, "retrieveDate": NEW["retrieveDate"]}
    refused = ask("POST", PATH, body=of_image)
    assert (refused.status, refused.json["detail"]) == (409, f"there is no firmware image {ID}")
    brought()
    monkeypatch.setenv("FILES_URL", "")
    refused = ask("POST", PATH, body=of_image)
    assert (refused.status, "no place for files" in refused.json["detail"]) == (409, True)
    assert ask("POST", PATH, body=NEW | of_image).status == 400


def test_they_are_listed_between_two_times_of_asking() -> None:
    ids = [
        ask("POST", PATH, body=NEW, query={"force": "true"}, at=NOON + n * MINUTE).json["updateId"]
        for n in range(3)
    ]
    between = {"from": "2026-06-01T14:01:00+02:00", "to": "2026-06-01T12:02:00Z"}
    listed = ask("GET", PATH, query=between).json["items"]
    assert [one["updateId"] for one in listed] == ids[1:2]
