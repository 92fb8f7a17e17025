"""`csms firmware-images`: what charge points can be updated with, brought here or elsewhere."""

import hashlib
import time
from pathlib import Path

import click

from csms_tools.commands import Failed, Wrong
from csms_tools.operator.completing import image_id
from csms_tools.operator.options import Operator, WithList, listed, operates
from csms_tools.operator.prompts import YES, sure

PATIENCE = 30.0  # seconds until what was brought is known
LOOK = 0.25


@click.group(cls=WithList)
def firmware_images() -> None:
    """List the firmware images; or add, show, or delete one, or say where it is fetched."""


@firmware_images.command("list")
@listed
@operates
def list_(operator: Operator, most: int | None) -> None:
    """List the firmware images, by name."""
    from csms_tools.operator.output import columns

    table = columns(
        "location",
        "bytes",
        "vendor",
        "model",
        image="imageId",
        name="name",
        vendor="vendor",
        model="model",
        version="firmwareVersion",
        status="status",
        bytes="size",
        location="location",
    )
    operator.output.items(operator.api.items("/firmware-images", None, most), table)


@firmware_images.command()
@click.argument("file")
@click.option("--location", help="It lies there already, http(s) or ftp(s); FILE is its name.")
@click.option("--vendor")
@click.option("--model")
@click.option("--version", help="What a charge point says of itself once it is installed.")
@click.option("--sha256", help="Of one elsewhere, for it to be signed here; of FILE it is known.")
@operates
def add(
    operator: Operator,
    file: str,
    location: str | None,
    vendor: str | None,
    model: str | None,
    version: str | None,
    sha256: str | None,
) -> None:
    """Bring FILE here, to be fetched by charge points; prints the image."""
    from csms_tools.operator.client import path
    from csms_tools.operator.transfers import bring

    source = Path(file)
    if location is None and not source.is_file():
        raise Wrong(f"{file}: there is no such file")
    body = {"name": source.name, "location": location, "vendor": vendor, "model": model}
    body |= {
        "firmwareVersion": version,
        "sha256": sha256 or (_digest(source) if location is None else None),
    }
    body = {name: value for name, value in body.items() if value is not None}
    made = operator.api.ask("POST", "/firmware-images", body=body).json()
    where = path("firmware-images", made["imageId"])
    if location is None:
        with operator.output.waiting(f"{file} is brought"):
            bring(source, made["upload"])
    over = time.monotonic() + PATIENCE
    image = operator.api.get(where)
    while image["status"] == "Awaited" and time.monotonic() < over:
        time.sleep(LOOK)
        image = operator.api.get(where)
    operator.output.one(image)
    if image["status"] == "Awaited":
        raise Failed(f"{made['imageId']} was brought, and is not known yet to have come")


@firmware_images.command()
@click.argument("image", type=image_id)
@operates
def show(operator: Operator, image: str) -> None:
    """Show the firmware image IMAGE."""
    from csms_tools.operator.client import path

    operator.output.one(operator.api.get(path("firmware-images", image)))


@firmware_images.command()
@click.argument("image", type=image_id)
@click.option("--days", type=click.IntRange(1, 90), default=7, show_default=True)
@operates
def location(operator: Operator, image: str, days: int) -> None:
    """Where a charge point fetches IMAGE, for so many days: for csms call ID UpdateFirmware."""
    from csms_tools.operator.client import path

    where = path("firmware-images", image, "location")
    told = operator.api.get(where, {"days": days})
    operator.output.done(told["location"], told)


@firmware_images.command()
@click.argument("image", type=image_id)
@YES
@operates
def delete(operator: Operator, image: str, yes: bool) -> None:
    """Delete IMAGE, if no update and no campaign is sent to it any more."""
    from csms_tools.operator.client import path

    sure(f"Delete {image}?", yes=yes)
    operator.api.ask("DELETE", path("firmware-images", image))
    operator.output.done(f"{image} is deleted")


def _digest(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
