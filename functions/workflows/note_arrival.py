"""A file has come: known from now on, or gone again if nobody waits for it or it is too large."""

from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from csms import objects, settings
from csms.domain.file_addresses import Stored
from csms.store import commands
from csms.store.commands import job_transitions
from csms.store.commands.jobs import Job
from csms.store.provisioned import firmware_images
from csms.store.reported import uploads
from csms.store.reported.uploads import MOST_FILES, Upload
from csms.telemetry import logger

OURS = ("images/", "uploads/")  # below which we may delete


class NotAnswered(Exception):
    """A file has come before the answer that makes its command a job: it has to come again."""


def note_arrival(record: dict[str, Any]) -> None:
    """`record` is one of S3's, which tells of an object at least once and in any order.

    Raises NotAnswered.
    """
    told = record["s3"]["object"]
    key, size, etag = unquote_plus(told["key"]), int(told["size"]), told["eTag"]
    at = datetime.fromisoformat(record["eventTime"].replace("Z", "+00:00"))
    stored = Stored.of(key)
    if stored is None and key.startswith(OURS):
        logger.error("an object of nobody's was deleted", extra={"key": key})
        objects.delete(key, etag)
    elif stored is None:
        logger.error("an object lies where none of ours would: it is left", extra={"key": key})
    elif stored.kind == "images":
        _image(stored, size, etag, at)
    else:
        _upload(stored, size, etag, at)


def _image(stored: Stored, size: int, etag: str, at: datetime) -> None:
    image = firmware_images.find(stored.id)
    ours = image is not None and image.location is None and stored.name == image.name
    if image is None or not ours or not firmware_images.arrived(image, size, at):
        objects.delete(stored.key, etag)


def _upload(stored: Stored, size: int, etag: str, at: datetime) -> None:
    place = uploads.place(stored.id)
    if place is None:
        objects.delete(stored.key, etag)
        return
    upload = Upload.of(place.charge_point_id, stored.id, stored.name)
    upload.command_id, upload.name = stored.id, stored.name
    upload.size, upload.arrived_at = size, at
    upload.expires_at = at + settings.files_kept()
    there = {one.name for one in uploads.of_command(place.charge_point_id, stored.id)}
    if len(there - {stored.name}) >= MOST_FILES:
        objects.delete(stored.key, etag)
        return
    if size > settings.largest_upload():
        most = settings.largest_upload()
        upload.refused = f"it has {size} bytes, and {most} at most: it was deleted"
        objects.delete(stored.key, etag)
    uploads.note(upload)
    if upload.refused:
        _tell_job(place.charge_point_id, stored.id)


def _tell_job(charge_point_id: str, command_id: str) -> None:
    limit = settings.largest_upload() // 1_000_000
    why = f"file too large, deleted (limit {limit} MB)"
    if job_transitions.refused(Job.of(charge_point_id, command_id), why):
        return
    record = commands.find(charge_point_id, command_id)
    if record and not record.has_ended:
        raise NotAnswered(command_id)
