"""A range whose items stand by the minute, and are shown by the exact time that they tell."""

from dataclasses import dataclass
from datetime import datetime

from csms.store.paging.positions import BadPosition, Position
from csms.store.paging.ranges import HIGHEST, LONGEST_KEY, LOWEST, Range
from csms.store.table import Raw, first_of, when

MINUTE = len("2026-06-01T12:00")
MOST_OF_A_MINUTE = 1_000  # of a kind, and more than a part has: more are not shown


@dataclass(frozen=True)
class ByMinutes(Range):
    """The newest first; of `by_minute`, prefixes too, an item's own `at` says where it belongs.

    Its sort key has only the minute of that, so a minute is always read as a whole.
    """

    by_minute: tuple[str, ...] = ()

    def some(self, position: Position, most: int) -> list[tuple[Raw, Position]]:
        behind = self._bound(position)
        high = min(behind, self.high)
        found = [(sk.removeprefix(prefix), entry) for prefix, sk, entry in self._exact(high, most)]
        for prefix in self.by_minute:
            found += [(_order(prefix, entry), entry) for entry in self._of(prefix, high, most)]
        found = [one for one in found if self.low <= one[0] <= high and one[0] < behind]
        found.sort(key=lambda one: one[0], reverse=True)
        return [(entry, {"in": [self.label], "behind": [order]}) for order, entry in found[:most]]

    def _bound(self, position: Position) -> str:
        if "behind" not in position:
            return HIGHEST * 2
        behind = position["behind"]
        if len(behind) != 1 or not 0 < len(behind[0].encode()) <= LONGEST_KEY:
            raise BadPosition
        return behind[0]

    def _exact(self, high: str, most: int) -> list[tuple[str, str, Raw]]:
        return [
            (prefix, entry["sk"]["S"], entry)
            for prefix in self.prefixes
            for entry in self._between(prefix, self.low, high, most + 1)
        ]

    def _of(self, prefix: str, high: str, most: int) -> list[Raw]:
        """Whole minutes: the one of `high`, then as many before it as hold so many."""
        low, first = self.low[:MINUTE], high[:MINUTE]
        found = self._between(prefix, first, first + HIGHEST, MOST_OF_A_MINUTE)
        more = self._between(prefix, low, first, most)
        if len(more) == most:
            last = more[-1]["sk"]["S"].removeprefix(prefix)[:MINUTE]
            more = [one for one in more if not one["sk"]["S"].startswith(prefix + last)]
            more += self._between(prefix, last, last + HIGHEST, MOST_OF_A_MINUTE)
        return found + more

    def _between(self, prefix: str, low: str, high: str, most: int) -> list[Raw]:
        if low > high:
            return []
        (partition,) = self.partitions
        return first_of(
            {
                "TableName": self.table,
                "KeyConditionExpression": "pk = :pk AND sk BETWEEN :low AND :high",
                "ExpressionAttributeValues": {
                    ":pk": {"S": partition},
                    ":low": {"S": prefix + (low or LOWEST)},
                    ":high": {"S": prefix + high},
                },
                "ScanIndexForward": False,
                "ConsistentRead": True,
            },
            most,
        )


def _order(prefix: str, entry: Raw) -> str:
    at = datetime.fromisoformat(entry["at"]["S"])
    return f"{when(at)}#{entry['sk']['S'].removeprefix(prefix)}#{prefix}"
