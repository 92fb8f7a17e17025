"""/firmware-images: brought here once, or known to lie elsewhere, for updates to name."""

from datetime import timedelta
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AfterValidator, Field

from api.files.image_views import (
    EXAMPLE,
    NEW,
    TO_BRING,
    TO_FETCH,
    FirmwareImage,
    FirmwareImages,
    ImageLocation,
    view,
)
from api.files.logs import SCHEMES
from api.http.models import Body
from api.http.operations import NOTHING, Reply, Resource, shows
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from csms import files, objects
from csms.domain.file_addresses import LONGEST, LONGEST_NAME, Stored, safe_name
from csms.ids import could_be_ours, uuid7
from csms.store.commands import image_uses
from csms.store.commands.campaigns import Campaign
from csms.store.commands.jobs import Job
from csms.store.paging import by_name, part, reading
from csms.store.provisioned import firmware_images as store

resource = Resource("/firmware-images", "Files")

UPLOAD_LASTS = timedelta(days=1)
MOST_DAYS = 90


def _a_file(name: str) -> str:
    if safe_name(name) != name:
        raise ValueError("a name has letters, digits and ._- alone")
    return name


def _elsewhere(location: str | None) -> str | None:
    if location is not None and not location.lower().startswith(SCHEMES):
        raise ValueError("a location begins with http, https, ftp, ftps or sftp")
    return location


Text = Annotated[str, Field(min_length=1, max_length=50)]


class NewImage(Body):
    """With a `location` it stays there, and charge points are sent there as it is written.

    `sha256` of the file is what is signed when an update is to be signed here.
    """

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_a_file)]
    vendor: Text | None = None
    model: Text | None = None
    firmware_version: Text | None = None
    location: Annotated[str | None, Field(max_length=LONGEST), AfterValidator(_elsewhere)] = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None


@resource.operation(
    "POST",
    "",
    "operator",
    shows(FirmwareImage, TO_BRING, "Location", status=201, said="Created"),
    problems=(409,),
    body=NEW,
)
def create_firmware_image(context: RequestContext, body: NewImage) -> Reply:
    """Make a firmware image known. Without a `location`, PUT it to `upload` (no token) in a day.

    An image may have 5 GB. It is Available once it has come.
    """
    image = store.FirmwareImage.of(image_id := uuid7(context.at))
    image.image_id, image.name, image.created_at = image_id, body.name, context.at
    image.vendor, image.model = body.vendor, body.model
    image.firmware_version, image.location = body.firmware_version, body.location
    image.sha256 = body.sha256
    shown, until = view(image), context.at + UPLOAD_LASTS
    if body.location is None:
        try:
            shown.upload, shown.upload_until = files.image_upload(image, until), until
        except files.NoPlace as error:
            raise Problem(409, str(error)) from None
    details = {"created": body.model_dump(by_alias=True, exclude_none=True)}
    store.add(image, context.audit(f"firmware-images/{image_id}", details))
    return Reply(shown, headers={"Location": context.location("firmware-images", image_id)})


@resource.operation("GET", "", "viewer", shows(FirmwareImages, {"items": [EXAMPLE]}), paged=True)
def list_firmware_images(context: RequestContext) -> FirmwareImages:
    """The firmware images, by name."""
    names = by_name(store.FirmwareImage, store.LIST)
    load = reading(store.FirmwareImage)
    found = part(names, context.paging.limit, context.paging.position, load)
    return FirmwareImages(
        items=[view(one) for one in found.items], cursor=context.paging.cursor(found.position)
    )


@resource.operation("GET", "/{imageId}", "viewer", shows(FirmwareImage, EXAMPLE))
def read_firmware_image(context: RequestContext, image_id: str) -> FirmwareImage:
    """One firmware image."""
    return view(find(image_id))


@resource.operation(
    "GET", "/{imageId}/location", "operator", shows(ImageLocation, TO_FETCH), problems=(409,)
)
def locate_firmware_image(
    context: RequestContext, image_id: str, days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = 7
) -> ImageLocation:
    """Where a charge point fetches an image, for so many days: for an UpdateFirmware."""
    image, until = find(image_id), context.at + timedelta(days=days)
    try:
        location = files.image_location(image, until)
    except files.NoPlace as error:
        raise Problem(409, str(error)) from None
    return ImageLocation(location=location, until=None if image.location else until)


@resource.operation("DELETE", "/{imageId}", "operator", NOTHING, problems=(409,))
def delete_firmware_image(context: RequestContext, image_id: str) -> None:
    """Delete a firmware image that no update or campaign is sent to any more.

    Who was told its `location` otherwise finds nothing there.
    """
    image = find(image_id)
    if user := image_uses.still(image_id):
        raise Problem(409, f"it is used until {_path(user)} has ended")
    if image.location is None:
        objects.delete(Stored("images", image_id, image.name).key)
    audit = context.audit(f"firmware-images/{image_id}", {"deleted": True, "name": image.name})
    store.remove(image, audit)


def find(image_id: str) -> store.FirmwareImage:
    """Raises Problem."""
    image = store.find(image_id) if could_be_ours(image_id) else None
    if image is None:
        raise not_found(f"the firmware image {image_id}")
    return image


def _path(user: Job | Campaign) -> str:
    if isinstance(user, Campaign):
        return f"campaigns/{user.campaign_id}"
    return f"charge-points/{user.charge_point_id}/firmware-updates/{user.command_id}"
