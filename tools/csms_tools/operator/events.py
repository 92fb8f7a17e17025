"""The fleet's security events, followed: each once, and again when it has been counted further."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from csms_tools.operator.client import Api, Document, Query

OVERLAP = timedelta(minutes=2)
"""What is counted by the minute moves on within it, and a list is a moment behind its items."""


class Events:
    """`charge_point_id`, None for all, is looked for in the list of the fleet: that is in the order
    in which events come, and a charge point tells of some long after they happened.
    """

    def __init__(
        self, api: Api, query: Query, since: datetime, charge_point_id: str | None
    ) -> None:
        self._api = api
        self._query = query
        self._since = since
        self._charge_point_id = charge_point_id
        self._seen: list[Document] = []

    def new(self) -> Iterator[Document]:
        """The oldest first."""
        query = {**self._query, "from": f"{self._since:%Y-%m-%dT%H:%M:%SZ}"}
        there = list(self._api.items("/security-events", query))
        for event in reversed(there):
            of = event.get("chargePointId")
            if event not in self._seen and self._charge_point_id in (None, of):
                yield event
        self._seen = there
        if there:
            newest = datetime.fromisoformat(there[0]["receivedAt"])
            self._since = max(self._since, newest - OVERLAP)
