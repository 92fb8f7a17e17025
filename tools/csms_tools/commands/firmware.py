"""`csms firmware`: updates of the firmware, each followed to its end."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csms_tools.commands import Failed, Wrong
from csms_tools.commands.firmware_signing_keys import create_signing_keys
from csms_tools.operator.completing import charge_point_id, image_id, update_id
from csms_tools.operator.options import FILE, Operator, WithList, listed, operates
from csms_tools.operator.time_options import QUEUE_UNTIL, ranged

if TYPE_CHECKING:
    from csms_tools.operator.client import Document

OUTCOMES = ("installed", "failed", "rejected", "timedOut", "superseded", "cancelled")
REPEATED = ("failed", "timedOut")
LIMITS = ("accepted", "downloaded", "verified", "installed")
EVERY = 1.0  # seconds between two looks


@click.group(cls=WithList)
def firmware() -> None:
    """List the firmware updates of a charge point; or start, show or cancel one."""


@firmware.command("list")
@click.argument("id", type=charge_point_id)
@click.option("--outcome", type=click.Choice(OUTCOMES))
@ranged("Asked for")
@listed
@operates
def list_(
    operator: Operator,
    most: int | None,
    id: str,
    outcome: str | None,
    since: str | None,
    until: str | None,
) -> None:
    """List those of the charge point ID, the newest first."""
    from csms_tools.operator.output import columns

    table = columns(
        "due",
        "action",
        "reason",
        "phase",
        "ended",
        "progress",
        "requested",
        update="updateId",
        action="action",
        requested="requestedAt",
        phase="phase",
        progress="progress",
        due="dueAt",
        outcome="outcome",
        ended="endedAt",
        reason="reason",
    )
    query = {"outcome": outcome, "from": since, "to": until}
    operator.output.items(operator.api.items(_path(id), query, most), table)


@firmware.command()
@click.argument("id", type=charge_point_id)
@click.argument("update", type=update_id)
@operates
def show(operator: Operator, id: str, update: str) -> None:
    """Show the update UPDATE of the charge point ID."""
    operator.output.one(operator.api.get(_path(id, update)))


@firmware.command()
@click.argument("id", type=charge_point_id)
@click.argument("location", required=False)
@click.option("--image", type=image_id, help="One of csms firmware-images, instead of LOCATION.")
@click.option("--at", help="When to fetch it, as 2h or a time; else at once.")
@click.option("--install-at", help="When to install it, if it is signed.")
@click.option("--version", "expected", help="The firmwareVersion that a boot has to confirm.")
@click.option("--certificate", type=FILE, help="A PEM file; with --signature: signed.")
@click.option("--signature", help="Of the image, in Base64.")
@click.option("--sign", is_flag=True, help="Let the CSMS sign the image, by its first key …")
@click.option("--signing-key", type=click.Choice(["RSA", "EC"]), help="… or by this one.")
@click.option("--retries", type=click.IntRange(0), help="The charge point's own.")
@click.option("--retry-interval", type=click.IntRange(0), help="Its seconds between them.")
@click.option("--repeats", type=click.IntRange(0, 10), default=0, help="The CSMS asks again.")
@click.option("--timeout", "timeouts", multiple=True, help="As downloaded=3600, in seconds.")
@QUEUE_UNTIL
@click.option("--force", is_flag=True, help="Though it seems to make no sense.")
@click.option("--wait/--no-wait", default=True, help="Follow it to its end; the default.")
@operates
def start(
    operator: Operator,
    id: str,
    location: str | None,
    image: str | None,
    at: str | None,
    install_at: str | None,
    expected: str | None,
    certificate: Path | None,
    signature: str | None,
    sign: bool,
    signing_key: str | None,
    retries: int | None,
    retry_interval: int | None,
    repeats: int,
    timeouts: tuple[str, ...],
    queue_until: str | None,
    force: bool,
    wait: bool,
) -> None:
    """Let the charge point ID fetch firmware from LOCATION and install it; says how that goes."""
    from csms_tools.operator.payloads import read
    from csms_tools.operator.times import moment

    if (location is None) == (image is None):
        raise Wrong("which firmware: its LOCATION, or --image")
    now = datetime.now(UTC)
    body = {
        "location": location,
        "image": image,
        "retrieveDate": moment("--at", at or "0s", now),
        "installDate": moment("--install-at", install_at, now) if install_at else None,
        "firmwareVersion": expected,
        "signingCertificate": read(str(certificate)) if certificate else None,
        "signature": signature,
        "sign": sign or signing_key is not None or None,
        "signingKey": signing_key,
        "retries": retries,
        "retryInterval": retry_interval,
        "repeats": repeats,
        "timeouts": dict(map(_timeout, timeouts)) or None,
    }
    body = {name: value for name, value in body.items() if value is not None}
    query = {"queueUntil": queue_until, "force": force or None}
    update: Document = operator.api.ask("POST", _path(id), query=query, body=body).json()
    if wait:
        update = _followed(operator, id, update)
    operator.output.one(update)
    if update["ended"] and update["outcome"] != "installed":
        raise Failed(f"{update['outcome']}: {update['reason']}")


@firmware.command()
@click.argument("id", type=charge_point_id)
@click.argument("update", type=update_id)
@operates
def cancel(operator: Operator, id: str, update: str) -> None:
    """Cancel the update UPDATE of the charge point ID, while its command still waits."""
    cancelled = operator.api.ask("DELETE", _path(id, update)).json()
    operator.output.done(f"{update} is cancelled", cancelled)


firmware.add_command(create_signing_keys)


def _followed(operator: Operator, id: str, update: "Document") -> "Document":
    """The update once it has ended, or the last of those that repeat it; says how far it is."""
    told: object = None
    with operator.output.waiting(f"{id} updates its firmware"):
        while True:
            if not operator.output.as_json and (now := _stage(update)) != told:
                told = now
                click.echo(now, err=True)
            if _is_over(update):
                return update
            if "repeatedBy" not in update:
                time.sleep(EVERY)
            following: str = update.get("repeatedBy") or update["updateId"]
            update = operator.api.get(_path(id, following))


def _is_over(update: "Document") -> bool:
    """One that is about to be repeated may not say by what yet."""
    repeats = update["repeats"] > 0 and update.get("outcome") in REPEATED
    return bool(update["ended"]) and not repeats


def _stage(update: "Document") -> str:
    if update["ended"]:
        return f"{update['endedAt']}  {update['outcome']}: {update['reason']}"
    said = update.get("progress") or update.get("status") or ""
    if said == "Installed":  # and has not ended: no boot has confirmed it
        booted = update.get("bootedWith", "nothing yet")
        said += f"; {update['firmwareVersion']} is expected, and it booted with {booted}: until "
        said += f"{update['dueAt']} it may boot again"
    return (
        f"{update.get('progressAt') or update['requestedAt']}  {update['phase']}  {said}".rstrip()
    )


def _timeout(said: str) -> tuple[str, int]:
    limit, _, seconds = said.partition("=")
    if limit not in LIMITS or not seconds.isdecimal():
        raise click.BadParameter(f"{said}: as {'|'.join(LIMITS)}=SECONDS", param_hint="--timeout")
    return limit, int(seconds)


def _path(id: str, *update: str) -> str:
    from csms_tools.operator.client import path

    return path("charge-points", id, "firmware-updates", *update)
