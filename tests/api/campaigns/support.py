"""What tests of the campaigns' API ask."""

from typing import Any

from api.campaigns.resource import found_or_problem
from tests.api.support import Answered, ask
from tests.campaigns import MINUTE
from tests.support import NOON
from workflows.look_at_campaign import look

PATH = "/campaigns"
NEW: dict[str, Any] = {
    "name": "spring",
    "firmware": {"location": "https://files.example/firmware.bin", "firmwareVersion": "2.0"},
    "targets": {"chargePointIds": ["A", "B"]},
}


def make(role: str = "operator", **more: Any) -> Answered:
    return ask("POST", PATH, role=role, body=NEW | more)


def made(**more: Any) -> str:
    answered = make(**more)
    assert answered.status == 201, answered.text
    return str(answered.json["campaignId"])


def shown(campaign_id: str) -> Any:
    return ask("GET", f"{PATH}/{campaign_id}", role="viewer", at=NOON + MINUTE).json


def do(campaign_id: str, what: str, role: str = "operator") -> Answered:
    return ask("POST", f"{PATH}/{campaign_id}/{what}", role=role)


def looked_at(campaign_id: str) -> None:
    look(found_or_problem(campaign_id), NOON)
