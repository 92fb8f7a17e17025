"""The fields of the commands' payloads, as the wire spells them, and what each of them takes."""

from decimal import Decimal
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from csms_tools.commands import Wrong
from outbound import COMMANDS


def model_of(action: str) -> type[BaseModel]:
    """Raises Wrong."""
    if action not in COMMANDS:
        raise Wrong(f"there is no command {action}{_near(action, list(COMMANDS))}")
    request: type[BaseModel] = COMMANDS[action].request
    return request


def names_of(model: type[BaseModel]) -> list[str]:
    """All of them, members with dots."""
    names = []
    for name, field in _fields(model).items():
        inner = _inner(field.annotation)
        stem = f"{name}.0" if is_list(field.annotation) else name
        names += [name] if inner is None else [f"{stem}.{each}" for each in names_of(inner)]
    return names


def wanted(action: str, model: type[BaseModel], steps: list[str]) -> Any:
    """The type at the end of the steps; raises Wrong."""
    at: Any = model
    for number, step in enumerate(steps):
        inner = _inner(at)
        if is_list(at) and number:
            if not step.isdecimal():
                raise Wrong(f"{'.'.join(steps[:number])} is a list: its elements are 0, 1, …")
            at = element(at)
            continue
        if inner is None:
            raise Wrong(f"{'.'.join(steps[:number])} has no members")
        fields = _fields(inner)
        if step not in fields:
            where = ".".join([action, *steps[:number]])
            raise Wrong(f"{where} has no field {step}{_near(step, list(fields))}")
        at = fields[step].annotation
    return at


def words_of(action: str, name: str) -> list[str]:
    """Those that a field takes, where it takes but some; raises Wrong."""
    annotation = wanted(action, model_of(action), name.split("."))
    literals = [each for each in _choices(annotation) if get_origin(each) is Literal]
    return [word for each in literals for word in get_args(each)]


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _choices(annotation: Any) -> list[Any]:
    """The types that a field may have, without what is said of them."""
    if get_origin(annotation) is Annotated:
        return _choices(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [each for one in get_args(annotation) for each in _choices(one)]
    return [] if annotation is type(None) else [annotation]


def _inner(annotation: Any) -> type[BaseModel] | None:
    """The model of a field, or of a list's elements."""
    for each in _choices(annotation):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
        if get_origin(each) is list:
            return _inner(get_args(each)[0])
    return None


def is_list(annotation: Any) -> bool:
    return any(get_origin(each) is list for each in _choices(annotation))


def element(annotation: Any) -> Any:
    return next(get_args(each)[0] for each in _choices(annotation) if get_origin(each) is list)


def takes_text(annotation: Any) -> bool:
    """Texts, times and the words of an enumeration; not numbers and what has members."""
    others = (int, float, bool, Decimal, BaseModel)
    return not any(
        isinstance(each, type) and issubclass(each, others) for each in _choices(annotation)
    )


def _near(word: str, known: list[str]) -> str:
    by_fold = {each.casefold(): each for each in known}
    close = get_close_matches(word.casefold(), by_fold, n=3)
    if close:
        return f"; near it: {', '.join(by_fold[each] for each in close)}"
    return f"; there are: {', '.join(known)}" if known else "; it has none"
