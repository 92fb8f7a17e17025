"""What a query's key condition comes to in a partition whose keys stand in order."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

Key = tuple[str, ...]  # what it is sorted by, then the item's own keys

# as the store writes them: names as they are, the partition's key first
_FORMS = re.compile(
    r"\s*(?P<pk>\w+) = (?P<is>:\w+)"
    r"(?: AND (?:"
    r"(?P<between>\w+) BETWEEN (?P<low>:\w+) AND (?P<high>:\w+)"
    r"|begins_with\((?P<begins>\w+), (?P<prefix>:\w+)\)"
    r"|(?P<compared>\w+) (?P<how><=|>=|<|>|=) (?P<other>:\w+)"
    r"))?\s*"
)


@lru_cache(256)
def form_of(text: str) -> Mapping[str, Any] | None:
    matched = _FORMS.fullmatch(text)
    return matched.groupdict() if matched else None


def text_of(value: Any) -> str | None:
    """Of a key that DynamoDB would take; of anything else ministack has something to say."""
    text = value.get("S") if isinstance(value, dict) and len(value) == 1 else None
    return text if isinstance(text, str) and text else None


def bounds(
    keys: Sequence[Key], form: Mapping[str, Any], sort_name: str, values: Mapping[str, Any]
) -> tuple[int, int] | None:
    """From where to where the condition holds."""
    named = form["between"] or form["begins"] or form["compared"]
    if named is None:
        return 0, len(keys)
    if named != sort_name:
        return None
    if form["between"]:
        lowest, highest = text_of(values.get(form["low"])), text_of(values.get(form["high"]))
        if lowest is None or highest is None:
            return None
        return _from(keys, lowest), _past(keys, highest)
    value = text_of(values.get(form["prefix"] or form["other"]))
    if value is None:
        return None
    if form["begins"]:
        start = _from(keys, value)
        return start, bisect_left(keys, True, start, key=lambda key: not key[0].startswith(value))
    low = {"=": _from, ">=": _from, ">": _past}.get(form["how"])
    high = {"=": _past, "<=": _past, "<": _from}.get(form["how"])
    return low(keys, value) if low else 0, high(keys, value) if high else len(keys)


def _from(keys: Sequence[Key], value: str) -> int:
    return bisect_left(keys, value, key=_sorted_by)


def _past(keys: Sequence[Key], value: str) -> int:
    return bisect_right(keys, value, key=_sorted_by)


def _sorted_by(key: Key) -> str:
    return key[0]


def behind(
    keys: Sequence[Key],
    within: tuple[int, int],
    names: Sequence[str],
    request: Mapping[str, Any],
) -> Sequence[Key] | None:
    """As many as a page can have, of those behind where the last one ended."""
    first, last = within
    limit: Any
    forward, limit = request.get("ScanIndexForward", True), request.get("Limit")
    if not isinstance(limit, int | None) or (limit is not None and limit < 1):
        return None
    start = request.get("ExclusiveStartKey")
    if start is not None:
        if not isinstance(start, dict):
            return None
        place = tuple(text_of(start.get(name)) for name in names)
        if None in place:
            return None
        if forward:
            first = max(first, bisect_right(keys, place))
        else:
            last = min(last, bisect_left(keys, place))
    if limit is not None and forward:
        last = min(last, first + limit)
    elif limit is not None:
        first = max(first, last - limit)
    return keys[first:last]
