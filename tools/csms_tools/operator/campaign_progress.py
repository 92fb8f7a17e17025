"""How far a campaign is, told until it has ended."""

import time

import click

from csms_tools.operator.client import Document, path
from csms_tools.operator.options import Operator

EVERY = 1.0  # seconds between two looks


def followed(operator: Operator, campaign: Document) -> Document:
    """The campaign once it has ended, or waits for an operator; says how far it is."""
    told: object = None
    with operator.output.waiting(f"{campaign['name']} is rolled out"):
        while True:
            if not operator.output.as_json and (now := stage(campaign)) != told:
                told = now
                click.echo(now, err=True)
            if "endedAt" in campaign or campaign["status"] == "paused":
                return campaign
            if campaign["waitsForNextPhase"] and not campaign["progress"]["inProgress"]:
                return campaign
            time.sleep(EVERY)
            campaign = operator.api.get(path("campaigns", campaign["campaignId"]))


def stage(campaign: Document) -> str:
    progress = campaign["progress"]
    ends = ", ".join(f"{number} {end}" for end, number in progress["ends"].items())
    said = f"{progress['queued']} queued, {progress['inProgress']} in progress"
    phase = f"phase {campaign['phase']} of {len(campaign['phases']) or 1}"
    return f"{campaign['status']}, {phase}: {', '.join(filter(None, [said, ends]))}"
