"""Attributes of records as they are typed here, where PynamoDB's own are loose."""

import json
import zlib
from base64 import b64decode
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar, cast

from pynamodb.attributes import Attribute
from pynamodb.constants import BINARY, NUMBER, NUMBER_SET
from pynamodb.expressions.update import Action

from csms.store.table.packing import packed, spelled, unpacked

T = TypeVar("T")


class IntegerAttribute(Attribute[int]):
    """A whole number; PynamoDB's own NumberAttribute is typed as a float."""

    attr_type = NUMBER

    def serialize(self, value: int) -> str:
        return str(value)

    def deserialize(self, value: str) -> int:
        return int(value)


class DecimalAttribute(Attribute[Decimal]):
    """A number as it was written, within the 38 digits that DynamoDB keeps."""

    attr_type = NUMBER

    def serialize(self, value: Decimal) -> str:
        return str(value)

    def deserialize(self, value: str) -> Decimal:
        return Decimal(value)


class IntegersAttribute(Attribute[set[int]]):
    """Whole numbers, each once."""

    attr_type = NUMBER_SET

    def serialize(self, value: set[int]) -> list[str]:
        return [str(number) for number in sorted(value)]

    def deserialize(self, value: list[str]) -> set[int]:
        return {int(number) for number in value}


def compressed(value: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode())


class PackedAttribute(Attribute[dict[str, Any]]):
    """A JSON object, compressed: what may be long stays within the 400 KB of an item."""

    attr_type = BINARY

    def serialize(self, value: dict[str, Any]) -> str:
        return spelled(compressed(value))

    def deserialize(self, value: str) -> dict[str, Any]:
        whole: dict[str, Any] = json.loads(zlib.decompress(b64decode(value)))
        return whole


class _Packed(Attribute[T]):
    """What is short, packed; that of older versions is text as it is."""

    attr_type = BINARY

    def get_value(self, value: dict[str, Any]) -> Any:
        return value if "S" in value else super().get_value(value)

    def _text(self, value: Any) -> str:
        text: str = value["S"] if isinstance(value, dict) else unpacked(value)
        return text


class PackedTextAttribute(_Packed[str]):
    """A short text."""

    def serialize(self, value: str) -> str:
        return spelled(packed(value))

    def deserialize(self, value: Any) -> str:
        return self._text(value)


class ShortAttribute(_Packed[dict[str, Any]]):
    """A short JSON object."""

    def serialize(self, value: dict[str, Any]) -> str:
        return spelled(packed(json.dumps(value, ensure_ascii=False, separators=(",", ":"))))

    def deserialize(self, value: Any) -> dict[str, Any]:
        whole: dict[str, Any] = json.loads(self._text(value))
        return whole


def optional(attribute: type[Attribute[T]]) -> Attribute[T | None]:
    """An attribute that an item may lack; PynamoDB types it as if it never did."""
    return cast("Attribute[T | None]", attribute(null=True))


def set_or_remove(attribute: Attribute[T | None], value: T | None) -> Action:
    return attribute.remove() if value is None else attribute.set(value)
