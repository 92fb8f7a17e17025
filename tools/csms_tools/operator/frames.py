"""A charge point's message log, followed: each message once, and again when it is answered."""

from collections.abc import Iterable, Iterator

from csms_tools.operator.client import MOST_ITEMS, Api, Document, Query


class Frames:
    def __init__(self, api: Api, path: str, query: Query, shown: Iterable[Document] = ()) -> None:
        """`shown`: what its user has seen already. `page` is the last one that was fetched."""
        self._api = api
        self._path = path
        self._query = query
        self._cursor: str | None = None
        self._seen = {_state(message) for message in shown}
        self.page: Document = {}

    def new(self) -> Iterator[Document]:
        """What has come since; `again` marks a message that was shown without its answer.

        The API begins a minute before the last time, so what it showed then is left out.
        """
        there: set[tuple[str, bool]] = set()
        while True:
            query = {**self._query, "limit": MOST_ITEMS, "cursor": self._cursor}
            self.page = page = self._api.get(self._path, query)
            self._cursor = page.get("cursor")
            for message in page["items"]:
                state = _state(message)
                again = (message["id"], False) in self._seen | there
                if state not in self._seen | there:
                    yield {**message, "again": True} if again else message
                there.add(state)
            if page["caughtUp"] or self._cursor is None:
                self._seen = there
                return


def _state(message: Document) -> tuple[str, bool]:
    return message["id"], "answer" in message
