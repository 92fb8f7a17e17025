"""The problems of CP1, as a viewer is shown them."""

from datetime import datetime
from typing import Any

from csms.store.reported import connections
from tests.api.support import ask
from tests.support import NOON

OWN = "/charge-points/CP1/problems"


def shown(path: str = OWN, at: datetime = NOON, **query: Any) -> list[dict[str, Any]]:
    answer = ask("GET", path, role="viewer", at=at, query=query)
    assert answer.status == 200, answer.text
    listed: list[dict[str, Any]] = answer.json["items"]
    return listed


def connected(at: datetime) -> None:
    connections.opened("CP1", "one", at, security_profile=0, source_ip="203.0.113.7")
