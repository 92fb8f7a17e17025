"""Items by when they expire, so that finding those that have takes no walk over all the others."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

Item = Mapping[str, Any]

_BUCKET = 3600  # seconds: two years of retention are some 17,000 of them
_TOO_LONG_AGO = 5 * 365 * 24 * 3600.0  # what expired before that, DynamoDB leaves alone


class Expiry:
    """Of one table; the attribute holds seconds since 1970."""

    def __init__(self, attribute: str, items: Mapping[str, Mapping[str, Item]]) -> None:
        self.attribute = attribute
        self._items = items
        self._buckets: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
        for pk, of_partition in items.items():
            for sk, item in of_partition.items():
                self.changed(pk, sk, None, item)

    def changed(self, pk: str, sk: str, old: Item | None, new: Item | None) -> None:
        before, after = self._bucket(old), self._bucket(new)
        if before == after:
            return
        if before is not None and before in self._buckets:
            self._buckets[before].discard((pk, sk))
        if after is not None:
            self._buckets[after].add((pk, sk))

    def expired(self, now: float) -> Iterator[tuple[str, str]]:
        """The keys of what has outlived its time; whoever takes an item away tells of it."""
        for bucket in [each for each in self._buckets if each * _BUCKET <= now]:
            keys = self._buckets[bucket]
            for pk, sk in list(keys):
                item = self._items.get(pk, {}).get(sk)
                at = self._at(item) if item else None
                if at is None or at <= now - _TOO_LONG_AGO:
                    keys.discard((pk, sk))  # to be left alone for ever
                elif at <= now:
                    yield pk, sk
            if not keys:
                del self._buckets[bucket]

    def _bucket(self, item: Item | None) -> int | None:
        at = self._at(item) if item else None
        return None if at is None else int(at // _BUCKET)

    def _at(self, item: Item) -> float | None:
        value = item.get(self.attribute, {}).get("N")
        return None if value is None else float(value)
