"""ministack's DynamoDB made quicker without touching what it does.

It reads the text of an expression anew for every item it is applied to, and copies items by way
of `copy.deepcopy`. Expressions come from a handful of places in our code: what depends on the
text alone is worked out once. Items are copied as far as they are written. Each value of an item
is looked at by five functions for what hardly any is; text, which most are, is let through.
"""

import copy
from collections.abc import Callable, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import orjson  # type: ignore[import-not-found]
from ministack.services import dynamodb  # type: ignore[import-not-found]

_EXPRESSIONS = 1024
_NUMBERS = 4096


class _Tokens(list[tuple[str, str]]):
    """Hashable, to be the key of a cache; nobody changes them."""

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def install() -> None:
    tokenize = dynamodb._tokenize
    dynamodb._tokenize = lru_cache(_EXPRESSIONS)(lambda text: _Tokens(tokenize(text)))
    dynamodb._condition_syntax_error = lru_cache(_EXPRESSIONS)(dynamodb._condition_syntax_error)
    for number in ("_number_error", "_ddb_canonicalize_number", "_number_size_bytes"):
        setattr(dynamodb, number, _of_text(getattr(dynamodb, number)))
    dynamodb._attribute_value_error = _error_of(dynamodb._attribute_value_error)
    dynamodb._validate_attribute_value = _error_in(dynamodb._validate_attribute_value)
    dynamodb._attribute_value_size = _size_of(dynamodb._attribute_value_size)
    dynamodb._item_size_bytes = _item_size
    dynamodb._nesting_level = _level_of(dynamodb._nesting_level)
    dynamodb.json_response = _json_response
    dynamodb.copy = SimpleNamespace(deepcopy=_copied)
    dynamodb._set_at_path = _changing(dynamodb._set_at_path)
    dynamodb._remove_at_path = _changing(dynamodb._remove_at_path)


def _of_text(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Remembered for each text; what is no text is refused as it always was."""
    cached = lru_cache(_NUMBERS)(original)
    return lambda value: cached(value) if type(value) is str else original(value)


def _is_text(value: Any) -> bool:
    return type(value) is dict and len(value) == 1 and type(value.get("S")) is str


def _error_of(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if _is_text(value) else original(value)


def _error_in(original: Callable[[str, Any, int], Any]) -> Callable[..., Any]:
    deepest = dynamodb._DDB_MAX_NESTING_DEPTH

    def error(name: str, value: Any, depth: int = 1) -> Any:
        return None if depth <= deepest and _is_text(value) else original(name, value, depth)

    return error


def _level_of(original: Callable[[Any, int], Any]) -> Callable[..., Any]:
    return lambda value, depth=1: depth if _is_text(value) else original(value, depth)


def _size_of(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: _bytes_of(value["S"]) if _is_text(value) else original(value)


def _item_size(item: Any) -> int:
    if not isinstance(item, dict):
        return 0
    size = dynamodb._attribute_value_size
    total: int = sum(_bytes_of(name) + size(value) for name, value in item.items())
    return total


def _bytes_of(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _json_response(
    document: Any, status: int = 200, *, content_type: str = "application/x-amz-json-1.0"
) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": content_type}, orjson.dumps(document)


def _copied(value: Any) -> Any:
    """What may be changed without changing the original, by `_changing`.

    An item is copied several times in each update, and has dozens of values that this one is not
    about. So its values are shared, and copied where they are written.
    """
    if type(value) is dict:
        return value.copy()
    return copy.deepcopy(value)


def _changing(original: Callable[..., Any]) -> Callable[..., Any]:
    """A function that changes an item at a path: first what it goes through becomes its own."""

    def change(item: Any, path: Sequence[str | int], *value: Any) -> Any:
        within = item
        for part in path[:-1]:
            within = within.get("M" if isinstance(part, str) else "L", within)
            try:
                [(kind, content)] = within[part].items()
            except (LookupError, TypeError, ValueError, AttributeError):
                break  # it is not there, or nothing to go through: the original knows
            within[part] = {kind: copy.copy(content)}
            within = within[part]
        return original(item, path, *value)

    return change
