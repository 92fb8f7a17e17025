"""/charge-points/{chargePointId}/files: what a charge point has brought to addresses of ours."""

from datetime import timedelta
from typing import Any

from api.charge_points.resource import find
from api.http.models import Page, Time, View
from api.http.operations import Resource, Since, Until, shows
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from api.http.time_ranges import named_between, within
from csms import files
from csms.store.paging import of_partition, part, taking
from csms.store.reported import uploads as store

resource = Resource("/charge-points/{chargePointId}/files", "Files")

DOWNLOAD_LASTS = timedelta(minutes=15)
ID_LENGTH = 36  # of the command; then a dash, and the name

EXAMPLE: dict[str, object] = {
    "fileId": "019e8303-8e00-7a3b-9c4d-5e6f70819203-diagnostics.zip",
    "name": "diagnostics.zip",
    "size": 48213,
    "arrivedAt": "2026-06-01T12:02:10.000Z",
    "expiresAt": "2026-07-01T12:02:10.000Z",
    "commandId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
}
TO_FETCH = EXAMPLE | {
    "download": "https://ocpp.example/files/get/1780317000/k3J…/uploads/019e8303-8e00-7a3b-9c4d-5e6f70819203/diagnostics.zip",
    "downloadUntil": "2026-06-01T12:30:00.000Z",
}


class File(View):
    """`refused` says why it was deleted on arrival; `commandId` is that which told the address."""

    file_id: str
    name: str
    size: int
    arrived_at: Time
    expires_at: Time
    command_id: str
    refused: str | None = None


class FileToFetch(File):
    """`download` takes a GET, with ranges, and no token."""

    download: str | None = None
    download_until: Time | None = None


class Files(Page[File]):
    pass


@resource.operation("GET", "", "viewer", shows(Files, {"items": [EXAMPLE]}), paged=True)
def list_files(
    context: RequestContext, charge_point_id: str, since: Since = None, until: Until = None
) -> Files:
    """The files that a charge point has brought here, those of the newest command first.

    `from` and `to` go by when they arrived.
    """
    find(charge_point_id)

    def kept(upload: store.Upload) -> bool:
        is_there = upload.expires_at is None or upload.expires_at > context.at
        return is_there and within(upload.arrived_at, since, until)

    # none arrives before it is asked for
    low, high = named_between(store.Upload.PREFIX, None, until)
    own = of_partition(store.Upload, f"CP#{charge_point_id}", low, high, newest_first=True)
    load = taking(store.Upload, kept)
    found = part(own, context.paging.limit, context.paging.position, load)
    return Files(
        items=[File(**_told(one)) for one in found.items],
        cursor=context.paging.cursor(found.position),
    )


@resource.operation("GET", "/{fileId}", "operator", shows(FileToFetch, TO_FETCH), problems=(409,))
def read_file(context: RequestContext, charge_point_id: str, file_id: str) -> FileToFetch:
    """One file, with an address to fetch it from for a quarter of an hour."""
    command_id, name = file_id[:ID_LENGTH], file_id[ID_LENGTH + 1 :]
    upload = store.find(charge_point_id, command_id, name)
    if upload is None or (upload.expires_at and upload.expires_at <= context.at):
        raise not_found(f"the file {file_id} of {charge_point_id}")
    if upload.refused:
        return FileToFetch(**_told(upload))
    until = context.at + DOWNLOAD_LASTS
    try:
        address = files.download(upload, until)
    except files.NoPlace as error:
        raise Problem(409, str(error)) from None
    return FileToFetch(**_told(upload), download=address, download_until=until)


def _told(upload: store.Upload) -> dict[str, Any]:
    return {
        "file_id": f"{upload.command_id}-{upload.name}",
        "name": upload.name,
        "size": upload.size,
        "arrived_at": upload.arrived_at,
        "expires_at": upload.expires_at,
        "command_id": upload.command_id,
        "refused": upload.refused,
    }
