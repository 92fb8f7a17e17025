"""A command's payload from the words of a command line."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from csms_tools.commands import Wrong
from csms_tools.operator.fields import element, is_list, model_of, takes_text, wanted


def payload(action: str, words: tuple[str, ...], begun: dict[str, Any]) -> dict[str, Any]:
    """`begun` with what the words say; raises Wrong.

    `key=value`: as the field wants it, text or JSON; `key=@file`: what the file has, byte for byte;
    `key:=JSON`, `key:=@file`: JSON whatever the field wants. Dots lead into members and lists.
    """
    model = model_of(action)
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.strip(":"):
            raise Wrong(f"{word} is not key=value")
        as_json = name.endswith(":")
        steps = name.removesuffix(":").split(".")
        field = wanted(action, model, steps)
        text = read(value.removeprefix("@")) if value.startswith("@") else value
        put = parsed(name, text) if as_json else _value(field, text)
        _put(begun, steps, put, repeated=not as_json and is_list(field))
    return begun


def begun(file: str | None) -> dict[str, Any]:
    """The payload that a file has, `-` being standard input; raises Wrong."""
    if file is None:
        return {}
    text = sys.stdin.read() if file == "-" else read(file)
    document = parsed(file, text)
    if not isinstance(document, dict):
        raise Wrong(f"{file}: not a JSON object")
    return document


def _value(field: Any, text: str) -> object:
    """Text where the field takes text, else JSON if it can be read as such."""
    if is_list(field) and not text.lstrip().startswith("["):
        return _value(element(field), text)
    if not is_list(field) and takes_text(field):
        return text
    try:
        return _json(text)
    except ValueError:
        return text


def _put(into: Any, steps: list[str], value: object, *, repeated: bool) -> None:
    *path, last = steps
    for step, after in zip(path, steps[1:], strict=True):
        into = _at(into, step, [] if after.isdecimal() else {})
    if isinstance(into, list):
        _at(into, last, value)
        into[int(last)] = value
    elif repeated and not isinstance(value, list):
        there = into.get(last)
        into[last] = [*there, value] if isinstance(there, list) else [value]
    else:
        into[last] = value


def _at(into: Any, step: str, empty: Any) -> Any:
    """The member, which is made if it is the next; raises Wrong."""
    if isinstance(into, dict):
        there = into.setdefault(step, empty)
        if not isinstance(there, dict | list):
            raise Wrong(f"{step} is a value already, and has no members")
        return there
    if not step.isdecimal():
        raise Wrong(f"{step} is no element of a list")
    if int(step) > len(into):
        raise Wrong(f"element {step} comes after element {len(into)}")
    if int(step) == len(into):
        into.append(empty)
    return into[int(step)]


def read(file: str) -> str:
    """Byte for byte, as no reader of lines would; raises Wrong."""
    try:
        return Path(file).read_bytes().decode()
    except OSError as error:
        raise Wrong(f"{file}: {error.strerror}") from error
    except ValueError as error:
        raise Wrong(f"{file}: {error}") from error


def parsed(name: str, text: str) -> object:
    """JSON; raises Wrong."""
    try:
        return _json(text)
    except ValueError as error:
        raise Wrong(f"{name}: not JSON: {error}") from error


def _json(text: str) -> object:
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
