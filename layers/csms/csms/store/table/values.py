"""The values of an item that was read, each decoded when it is first looked at.

Of the forty attributes of a charge point a message looks at five.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, NamedTuple

from pynamodb.attributes import Attribute, MapAttribute
from pynamodb.constants import NULL

Raw = Mapping[str, Any]
_NOT_DECODED = object()


class Member(NamedTuple):
    """An attribute of a model, `spelled` as DynamoDB knows it."""

    name: str
    spelled: str
    attribute: Attribute[Any]
    default: Callable[[], Any] | None  # as it stands among the values of an item


class StoredValues(MutableMapping[str, Any]):
    """Where PynamoDB's attributes look for their values."""

    __slots__ = ("_decoded", "_members", "_raw")

    def __init__(self, raw: Raw, members: Mapping[str, Member], decoded: dict[str, Any]) -> None:
        self._raw, self._members, self._decoded = raw, members, decoded

    def get(self, name: str, default: Any = None) -> Any:
        value = self._decoded.get(name, _NOT_DECODED)
        if value is not _NOT_DECODED:
            return value
        member = self._members.get(name)
        if member is None:
            return default
        typed = self._raw.get(member.spelled)
        if typed and NULL not in typed:
            value = _value(member.attribute, typed)
        elif member.default:
            value = member.default()
        else:
            return default
        self._decoded[name] = value
        return value

    def __getitem__(self, name: str) -> Any:
        value = self.get(name, _NOT_DECODED)
        if value is _NOT_DECODED:
            raise KeyError(name)
        return value

    def __setitem__(self, name: str, value: Any) -> None:
        self._decoded[name] = value

    def __delitem__(self, name: str) -> None:
        raise TypeError("an attribute is not deleted but set to None")

    def __iter__(self) -> Iterator[str]:
        return iter([name for name in self._members if self._has(name)])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _has(self, name: str) -> bool:
        return self.get(name, _NOT_DECODED) is not _NOT_DECODED


def _value(attribute: Attribute[Any], typed: Raw) -> Any:
    value = attribute.deserialize(attribute.get_value(typed))  # type: ignore[arg-type]
    if isinstance(attribute, MapAttribute) and isinstance(value, Mapping):
        return type(attribute)(**value)  # as it stands in an item that has been set to it
    return value
