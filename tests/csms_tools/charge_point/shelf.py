"""Files without a network: what can be downloaded, and what was uploaded."""

from csms_tools.charge_point import TransferFailed


class Shelf:
    def __init__(self, **there: bytes) -> None:
        self.there = there
        self.uploaded: list[tuple[str, str, bytes]] = []
        self.failures = 0
        """How many transfers fail before one works."""

    async def download(self, location: str) -> bytes:
        self._fail()
        name = location.rsplit("/", 1)[-1]
        if name not in self.there:
            raise TransferFailed("HTTP 404")
        return self.there[name]

    async def upload(self, location: str, name: str, content: bytes) -> None:
        self._fail()
        self.uploaded.append((location, name, content))

    def _fail(self) -> None:
        if self.failures:
            self.failures -= 1
            raise TransferFailed("HTTP 503")
