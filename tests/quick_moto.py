"""moto, which answers as it does, but works out once what it works out anew at each call.

It relies on these of moto's own names (5.2.5): RESPONSES_METHODS, backend_url_patterns,
method_names_from_class, get_possible_keys of what picks the members of an answer, what writes a
structure as JSON, of what an update's expression becomes, the nodes, with parent and children, and
who traverses them, and of a table its items by hash and range key, which it copies before it writes
several at once.
"""

import threading
from collections.abc import Iterable
from copy import copy, deepcopy
from functools import cache
from types import SimpleNamespace
from typing import Any

from moto import backend_index
from moto.core import models, responses, utils
from moto.core.serialize import (
    AttributePickerContext,
    BaseJSONSerializer,
    XFormedAttributePicker,
)
from moto.dynamodb import models as dynamodb
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing.ast_nodes import (  # type: ignore[attr-defined]
    DepthFirstTraverser,
    Node,
    UpdateExpression,
)
from moto.dynamodb.parsing.validators import ActionCountValidator, OverlappingPathsValidator

SERVICES = ("dynamodb", "sqs", "stepfunctions", "s3")

_possible_keys = XFormedAttributePicker.get_possible_keys
_structure = BaseJSONSerializer._serialize_type_structure
_write_together = dynamodb.DynamoDBBackend.transact_write_items
_together = threading.local()


def hurry() -> None:
    """From here on, for as long as the process runs."""
    # nobody here asks AWS through `requests`, for which each mock would listen to 1,300 addresses
    models.RESPONSES_METHODS.clear()
    backend_index.backend_url_patterns.sort(key=lambda pattern: pattern[0] not in SERVICES)
    _replace(responses, "method_names_from_class", cache(utils.method_names_from_class))
    _replace(XFormedAttributePicker, "get_possible_keys", _keys)
    _replace(BaseJSONSerializer, "_serialize_type_structure", _value)
    _replace(DepthFirstTraverser, "traverse_node_recursively", _walk)
    Node.__deepcopy__ = _copy
    _replace(dynamodb, "copy", SimpleNamespace(deepcopy=_before))
    _replace(dynamodb.DynamoDBBackend, "transact_write_items", _written_together)
    for whole in (ActionCountValidator, OverlappingPathsValidator):
        _replace(whole, "traverse", _at_once)


def _replace(where: Any, name: str, by: object) -> None:
    assert hasattr(where, name), f"moto has no {where}.{name} any more"
    setattr(where, name, by)


def _keys(self: XFormedAttributePicker, context: AttributePickerContext) -> Iterable[str]:
    """What a member may be called: in a dict it depends on its shape alone."""
    if type(context.obj) is not dict:
        return _possible_keys(self, context)
    known = vars(context.shape).setdefault("called_in_a_dict", {})
    if context.key not in known:
        known[context.key] = tuple(dict.fromkeys(_possible_keys(self, context)))
    names: tuple[str, ...] = known[context.key]
    return names


def _value(self: Any, serialized: dict[str, Any], value: Any, shape: Any, key: str) -> None:
    """Most values of items are text or numbers, which have one member of ten."""
    if shape.name == "AttributeValue" and key and type(value) is dict and len(value) == 1:
        [(kind, content)] = value.items()
        if kind in ("S", "N") and type(content) is str:
            serialized[key] = {kind: content}
            return
    _structure(self, serialized, value, shape, key)


def _walk(self: Any, node: Any, child_id: int = -1) -> Any:
    """Depth first, as moto does; what becomes of a node is known by its class."""
    if not isinstance(node, Node):
        return node
    parent = node.parent
    for place, child in enumerate(node.children or ()):
        self.pre_processing_of_child(node, place)
        if isinstance(child, Node):
            _walk(self, child, place)
    processor = _processor(self, type(node))
    if processor:
        node = processor(node)
        node.parent = parent
        if parent:
            parent.children[child_id] = node
    return node


def _processor(self: Any, kind: type) -> Any:
    known = vars(self).setdefault("processors", {})
    if kind not in known:
        fitting = (it for of, it in self._processing_map().items() if issubclass(kind, of))
        known[kind] = next(fitting, None)
    return known[kind]


def _copy(self: Any, memo: dict[int, Any]) -> Any:
    copied = object.__new__(type(self))
    vars(copied).update(vars(self))
    if self.children is not None:
        copied.children = [deepcopy(child, memo) for child in self.children]
        for child in copied.children:
            if isinstance(child, Node):
                child.parent = copied
    return copied


def _at_once(self: Any, node: Any) -> Any:
    """What holds of a whole expression holds of its parts."""
    return self._processing_map()[UpdateExpression](node)


def _written_together(self: Any, transact_items: list[dict[str, Any]]) -> None:
    _together.writes = [write for each in transact_items for write in each.values()]
    _together.tables = {}
    _write_together(self, transact_items)


def _before(value: Any) -> Any:
    """A table as it was before the writes; moto copies all of it, and once for each of them."""
    if not isinstance(value, Table):
        return deepcopy(value)
    if value.name not in _together.tables:
        _together.tables[value.name] = kept = copy(value)
        kept.items = copy(value.items)
        for write in _together.writes:
            key = write.get("Key") or write.get("Item") or {}
            if write.get("TableName") == value.name and key.keys() >= {*value.table_key_attrs}:
                _keep(kept, *(DynamoType(key[name]) for name in value.table_key_attrs))
    return _together.tables[value.name]


def _keep(table: Table, hash_key: DynamoType, range_key: DynamoType) -> None:
    """An update changes an item in its place."""
    if hash_key in table.items:
        table.items[hash_key] = items = copy(table.items[hash_key])
        if range_key in items:
            items[range_key] = deepcopy(items[range_key])
