"""What a model says of each of its members, read from its annotations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import MinLen
from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic.fields import FieldInfo

from csms.wire.meanings import Flag, Identifier, Meaning, Moment, Number, Verbatim, Word

_STRICT = ConfigDict(strict=True)
_BY_TYPE: dict[Any, Meaning] = {
    Decimal: Number(),
    bool: Flag(),
    datetime: Moment(),
    int: Identifier(),
    str: Verbatim(),
}


@dataclass(frozen=True)
class Member:
    """One member, or the elements of a list; `nullable`: the typed message may lack it."""

    name: str
    alias: str
    annotation: Any
    required: bool

    @cached_property
    def nullable(self) -> bool:
        return NoneType in get_args(self._bare)

    @cached_property
    def base(self) -> Any:
        """Its type, without what is said of it."""
        (base,) = (one for one in _alternatives(self.annotation) if one is not NoneType)
        return base

    @cached_property
    def model(self) -> type[BaseModel] | None:
        is_model = isinstance(self.base, type) and issubclass(self.base, BaseModel)
        return self.base if is_model else None

    @cached_property
    def element(self) -> "Member | None":
        """Of a list, any of its elements."""
        if get_origin(self.base) is not list:
            return None
        return Member(self.name, self.alias, get_args(self.base)[0], required=True)

    @cached_property
    def filled(self) -> bool:
        """Of a list: one without elements is none."""
        return any(isinstance(one, MinLen) for one in _said(self.annotation))

    @cached_property
    def words(self) -> tuple[str, ...]:
        return get_args(self.base) if get_origin(self.base) is Literal else ()

    @cached_property
    def meaning(self) -> Meaning | None:
        """None for lists and objects."""
        for one in _said(self.annotation):
            if isinstance(one, Meaning):
                return one
        return Word() if self.words else _BY_TYPE.get(self.base)

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.annotation, config=_STRICT)

    @property
    def _bare(self) -> Any:
        return get_args(self.annotation)[0] if _is_annotated(self.annotation) else self.annotation


@cache
def members_of(model: type[BaseModel]) -> tuple[Member, ...]:
    annotations = get_type_hints(model, include_extras=True)
    return tuple(
        Member(name, field.alias or name, annotations[name], field.is_required())
        for name, field in model.model_fields.items()
    )


def _is_annotated(annotation: Any) -> bool:
    return get_origin(annotation) is Annotated


def _alternatives(annotation: Any) -> Iterator[Any]:
    if _is_annotated(annotation):
        yield from _alternatives(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for one in get_args(annotation):
            yield from _alternatives(one)
    else:
        yield annotation


def _said(annotation: Any) -> Iterator[Any]:
    """What is said of a type, from the outside in; what pydantic's Field says one by one."""
    if _is_annotated(annotation):
        inner, *said = get_args(annotation)
        for one in said:
            yield from one.metadata if isinstance(one, FieldInfo) else (one,)
        yield from _said(inner)
    elif get_origin(annotation) in (Union, UnionType):
        for one in get_args(annotation):
            yield from _said(one)
