"""A range of which some items are several, each of a time within the window of its item."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from csms.store.paging.positions import BadPosition, Position
from csms.store.paging.ranges import HIGHEST, LONGEST_KEY, LOWEST, Range
from csms.store.table import Raw, first_of

FEWEST = 10  # items that are read at once
MOST_OF_A_WINDOW = 1_000  # items; more of one are not shown


def _no_window(text: str) -> str:
    return text


def _itself(item: Raw) -> list[Raw]:
    return [item]


@dataclass(frozen=True)
class ByWindows(Range):
    """Of one partition. `apiece` takes an item apart; `window` says where that of a time begins.

    The sort key of an item that is several begins with its window, any other one is a time.
    """

    apiece: Callable[[Raw], list[Raw]] = _itself
    window: Callable[[str], str] = _no_window

    def some(self, position: Position, most: int) -> list[tuple[Raw, Position]]:
        behind = self._bound(position)
        found: list[Raw] = []
        for whole in self._windows(behind, most):
            found += [one for one in whole if self._is_wanted(one["sk"]["S"], behind)]
            if len(found) >= most:
                break
        return [(one, {"in": [self.label], "behind": [one["sk"]["S"]]}) for one in found[:most]]

    def _bound(self, position: Position) -> str:
        """`0` has what a cursor had that is older than windows."""
        told = position.get("behind") or position.get("0")
        if not told:
            return ""
        behind = told[0]
        if not 0 < len(behind.encode()) <= LONGEST_KEY:
            raise BadPosition
        try:
            self.window(behind)
        except ValueError as error:
            raise BadPosition from error
        return behind

    def _is_wanted(self, sk: str, behind: str) -> bool:
        if not self.low <= sk <= self.high:
            return False
        if not behind:
            return True
        return sk < behind if self.newest_first else sk > behind

    def _windows(self, behind: str, most: int) -> Iterator[list[Raw]]:
        """What is in order, as far as nothing that is not read yet belongs in between."""
        low, high = self._bounds(behind)
        left: list[Raw] = []
        of_window = 0  # items of it that have been read
        few, after = most // 4 + FEWEST, ""  # for most items are several
        while low <= high:
            items = self._items(low, high, few, after)
            left += [one for item in items for one in self.apiece(item)]
            left.sort(key=lambda one: str(one["sk"]["S"]), reverse=self.newest_first)
            if len(items) < few:
                yield _each_once(left)
                return
            after = items[-1]["sk"]["S"]
            open_ = self.window(after)
            ready = [one for one in left if self.window(one["sk"]["S"]) != open_]
            yield _each_once(ready)
            left, few = left[len(ready) :], most + FEWEST
            of_window = len(items) + (0 if ready else of_window)
            if of_window > MOST_OF_A_WINDOW:
                yield _each_once(left)
                left, after = [], ""
                low, high = (low, open_) if self.newest_first else (open_ + HIGHEST, high)

    def _bounds(self, behind: str) -> tuple[str, str]:
        low, high = self.low or LOWEST, self.high or HIGHEST
        if behind and self.newest_first:
            high = min(high, behind)
        elif behind:
            low = max(low, behind)
        return (self.window(low) if low[:1].isdigit() else low), high

    def _items(self, low: str, high: str, most: int, after: str) -> list[Raw]:
        (partition,) = self.partitions
        arguments: Raw = {
            "TableName": self.table,
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :low AND :high",
            "ExpressionAttributeValues": {
                ":pk": {"S": partition},
                ":low": {"S": low},
                ":high": {"S": high},
            },
            "ScanIndexForward": not self.newest_first,
            "ConsistentRead": True,
        }
        if after:
            arguments["ExclusiveStartKey"] = {"pk": {"S": partition}, "sk": {"S": after}}
        return first_of(arguments, most)


def _each_once(found: list[Raw]) -> list[Raw]:
    """An older version kept one by itself that a newer one, asked again, has let share an item."""
    kept: dict[tuple[str, ...], Raw] = {}
    for one in found:
        time, connector, digest, *number = one["sk"]["S"].split("#")
        kept.setdefault((time, connector, digest[:12], *number), one)
    return list(kept.values())
