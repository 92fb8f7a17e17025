from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from csms.domain.file_addresses import wanted
from csms.store.commands import image_uses
from csms.store.commands.job_transitions import moved, requested
from csms.store.commands.jobs import Job
from csms.store.table import perform, transact
from tests.api.support import Answered, ask
from tests.files import Bucket
from tests.support import NOON
from workflows.note_arrival import note_arrival

PATH = "/firmware-images"
NEW = {"name": "x1-2.4.0.bin", "vendor": "ACME", "model": "X1", "firmwareVersion": "2.4.0"}


@pytest.fixture
def bucket(store: None) -> Bucket:
    return Bucket()


def post(**changed: Any) -> Answered:
    return ask("POST", PATH, role="operator", body=NEW | changed)


def test_an_image_is_brought_to_an_address_and_is_available_then(bucket: Bucket) -> None:
    made = post()
    image_id = made.json["imageId"]
    assert made.status == 201
    assert made.headers["location"] == f"{PATH}/{image_id}"
    assert made.json["uploadUntil"] == "2026-06-02T12:00:00.000Z"
    stored = wanted("k" * 48, "PUT", urlsplit(made.json["upload"]).path, NOON)

    awaited = {"imageId": image_id, **NEW, "status": "Awaited"}
    awaited["createdAt"] = "2026-06-01T12:00:00.000Z"
    assert ask("GET", f"{PATH}/{image_id}", role="viewer").json == awaited
    note_arrival(bucket.bring(stored.key, b"firmware"))
    there = {"status": "Available", "size": 8, "arrivedAt": "2026-06-01T12:00:00.000Z"}
    assert ask("GET", PATH, role="viewer").json == {"items": [awaited | there]}


def test_charge_points_fetch_it_until_their_job_ends(bucket: Bucket) -> None:
    path = f"{PATH}/{post().json['imageId']}/location"
    told = ask("GET", path, role="operator", query={"days": 42}).json
    assert told["until"] == "2026-07-13T12:00:00.000Z"
    asked = wanted("k" * 48, "GET", urlsplit(told["location"]).path, NOON + timedelta(weeks=5))
    assert asked.name == "x1-2.4.0.bin"
    assert ask("GET", path, role="viewer").status == 403
    assert ask("GET", path, query={"days": 91}).status == 400


def test_an_image_elsewhere_is_known_by_its_location(bucket: Bucket) -> None:
    made = post(location="ftp://user:secret@files.example/x1.bin").json
    assert made["status"] == "Available"
    assert "upload" not in made
    assert made["location"] == "ftp://user:[redacted]@files.example/x1.bin"
    told = ask("GET", f"{PATH}/{made['imageId']}/location").json
    assert told == {"location": "ftp://user:secret@files.example/x1.bin"}
    assert "secret" not in ask("GET", "/audit").text


def test_an_image_is_deleted_with_its_object(bucket: Bucket) -> None:
    image_id = post().json["imageId"]
    note_arrival(bucket.bring(f"images/{image_id}/x1-2.4.0.bin"))
    assert ask("DELETE", f"{PATH}/{image_id}", role="operator").status == 204
    assert bucket.keys == []
    assert ask("GET", f"{PATH}/{image_id}").status == 404
    assert ask("DELETE", f"{PATH}/{image_id}").status == 404
    done = [entry["operation"] for entry in ask("GET", "/audit").json["items"]]
    assert sorted(done) == ["createFirmwareImage", "deleteFirmwareImage"]


def test_an_image_that_is_used_is_deleted_when_all_that_use_it_have_ended(bucket: Bucket) -> None:
    image_id = post().json["imageId"]
    job = Job.of("CP1", "u1")
    job.action, job.location, job.image_id = "UpdateFirmware", "https://x/", image_id
    transact(requested(job, NOON), *image_uses.by_job(job, NOON))
    refused = ask("DELETE", f"{PATH}/{image_id}")
    assert (refused.status, refused.json["detail"]) == (
        409,
        "it is used until charge-points/CP1/firmware-updates/u1 has ended",
    )
    job.ended_at = NOON
    perform(moved(job))
    assert ask("DELETE", f"{PATH}/{image_id}").status == 204


@pytest.mark.parametrize(
    "wrong", [{"name": "a b"}, {"name": ""}, {"location": "x1.bin"}, {"colour": "red"}]
)
def test_what_is_no_image_is_refused(wrong: dict[str, str], store: None) -> None:
    assert post(**wrong).status == 400


def test_where_files_are_off_an_image_lies_elsewhere(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    image_id = post().json["imageId"]
    monkeypatch.setenv("FILES_URL", "")
    assert post().status == 409
    assert ask("GET", f"{PATH}/{image_id}/location").status == 409
    assert post(location="https://files.example/x1.bin").status == 201
