"""`csms campaigns`: a firmware update for many charge points, and how far each of them is."""

from typing import TYPE_CHECKING, Any

import click

from csms_tools.commands import Failed, Wrong
from csms_tools.operator.completing import campaign_id, charge_point_id, image_id
from csms_tools.operator.options import FILE, Operator, WithList, is_typed, listed, operates
from csms_tools.operator.prompts import YES, sure
from csms_tools.operator.time_options import ranged

if TYPE_CHECKING:
    from csms_tools.operator.client import Document

STATUSES = (
    "draft",
    "scheduled",
    "rolling out",
    "paused",
    "completed",
    "aborted",
    "cancelled",
    "expired",
)
STATES = (
    "queued",
    "requested",
    "downloading",
    "downloaded",
    "verified",
    "installing",
    "rebooting",
    "accepted",
    "installed",
    "alreadyInstalled",
    "failed",
    "rejected",
    "timedOut",
    "superseded",
    "skipped",
    "cancelled",
)
"""Of a charge point: queued, the phase of its update, or its end."""


@click.group(cls=WithList)
def campaigns() -> None:
    """List the campaigns; or start or show one, pause it, let it go on, or cancel it."""


@campaigns.command("list")
@click.option("--status", type=click.Choice(STATUSES))
@ranged("Made")
@listed
@operates
def list_(
    operator: Operator, most: int | None, status: str | None, since: str | None, until: str | None
) -> None:
    """List them, the newest first."""
    from csms_tools.operator.output import columns

    table = columns(
        "queued",
        "in_progress",
        "ended",
        "charge_points",
        "reason",
        "failed",
        "installed",
        campaign="campaignId",
        name="name",
        status="status",
        charge_points="progress.total",
        queued="progress.queued",
        in_progress="progress.inProgress",
        ended="progress.ended",
        installed="progress.ends.installed",
        failed="progress.ends.failed",
        reason="reason",
    )
    query = {"status": status, "from": since, "to": until}
    operator.output.items(operator.api.items("/campaigns", query, most), table)


@campaigns.command()
@click.argument("campaign", type=campaign_id)
@click.option("--targets", is_flag=True, help="Its charge points, instead.")
@click.option("--state", type=click.Choice(STATES), help="Of these only those that are so.")
@listed
@operates
def show(
    operator: Operator, most: int | None, campaign: str, targets: bool, state: str | None
) -> None:
    """Show the campaign CAMPAIGN with its progress, or its charge points."""
    from csms_tools.operator.output import columns

    if not targets and state is None:
        if is_typed("limit", "everything", "wide"):
            raise Wrong("--limit, --all and --wide are for --targets")
        operator.output.one(operator.api.get(_path(campaign)))
        return
    table = columns(
        "waits_for",
        "phase",
        "began",
        "ended",
        "reason",
        charge_point="chargePointId",
        phase="phase",
        state="state",
        waits_for="waitsFor",
        began="beganAt",
        ended="endedAt",
        reason="reason",
    )
    items = operator.api.items(_path(campaign, "targets"), {"state": state}, most)
    operator.output.items(items, table)


@campaigns.command()
@click.argument("name")
@click.argument("location", required=False)
@click.option("--image", type=image_id, help="One of csms firmware-images, instead of LOCATION.")
@click.option("--rotate-keys", is_flag=True, help="No firmware: another AuthorizationKey.")
@click.option("--file", type=FILE, help="JSON as POST /campaigns takes it; options add to it.")
@click.option("--version", help="The firmwareVersion that it brings; who has it is left alone.")
@click.option(
    "--charge-point",
    "--to",
    "charge_points",
    type=charge_point_id,
    multiple=True,
    metavar="ID",
    help="One of them; as often as wanted.",
)
@click.option("--vendor", help="All of this vendor …")
@click.option("--model", help="… and of this model …")
@click.option("--from-version", help="… that last reported this firmwareVersion.")
@click.option("--canary", type=click.IntRange(1), help="So many first, all of which must succeed.")
@click.option("--concurrency", type=click.IntRange(1, 200), help="At once, at most.")
@click.option("--per-minute", type=click.IntRange(1), help="That begin in any minute, at most.")
@click.option("--abort", type=click.FloatRange(0, 1, max_open=True), help="If more fail; 0.1.")
@click.option("--window", help="As 22:00-05:00@Europe/Berlin.")
@click.option("--at", help="When to start, as 2h or a time; else at once.")
@click.option("--until", help="When it is over, as 7d or a time.")
@click.option("--draft", is_flag=True, help="It waits for csms campaigns release.")
@click.option("--wait/--no-wait", default=True, help="Follow it to its end; the default.")
@operates
def start(operator: Operator, name: str, wait: bool, **said: Any) -> None:
    """Update the firmware of many charge points from LOCATION; says how that goes.

    With --rotate-keys each is given another AuthorizationKey instead, which nobody sees.
    """
    from csms_tools.operator.campaign_bodies import body_of
    from csms_tools.operator.campaign_progress import followed

    body = body_of(name, said)
    campaign: Document = operator.api.ask("POST", "/campaigns", body=body).json()
    if wait and campaign["status"] != "draft":
        campaign = followed(operator, campaign)
    operator.output.one(campaign)
    if campaign["status"] in ("aborted", "cancelled", "expired"):
        raise Failed(f"{campaign['status']}: {campaign.get('reason', '')}")


def _acting(name: str, what: str, said: str) -> None:
    """`what` of the API as a subcommand of that name."""

    @campaigns.command(name, help=said)
    @click.argument("campaign", type=campaign_id)
    @operates
    def act(operator: Operator, campaign: str) -> None:
        _act(operator, campaign, what)


def _act(operator: Operator, campaign: str, what: str) -> None:
    changed = operator.api.ask("POST", _path(campaign, what)).json()
    operator.output.done(f"{campaign} is {changed['status']}", changed)


_acting("release", "start", "Start the draft CAMPAIGN.")
_acting("pause", "pause", "Let nothing more begin of CAMPAIGN; what has begun goes on.")
_acting("resume", "resume", "Let CAMPAIGN go on.")
_acting("next-phase", "next-phase", "Begin the next phase of CAMPAIGN.")


@campaigns.command()
@click.argument("campaign", type=campaign_id)
@YES
@operates
def cancel(operator: Operator, campaign: str, yes: bool) -> None:
    """End CAMPAIGN: what has not begun never begins."""
    sure(f"End {campaign} for good?", yes=yes)
    _act(operator, campaign, "cancel")


def _path(campaign: str, *below: str) -> str:
    from csms_tools.operator.client import path

    return path("campaigns", campaign, *below)
