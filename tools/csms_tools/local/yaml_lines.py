"""YAML documents that remember their lines, so that what is wrong is told with its place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Place = tuple[int | str, ...]
"""Of a value in the document: `("chargePoints", 0, "id")`."""

Model = TypeVar("Model", bound=BaseModel)


class Misplaced(Exception):
    """In one line: `FILE:LINE: place: reason`."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.line = line


class Document:
    def __init__(self, path: Path) -> None:
        """Raises Misplaced where it is no YAML, or says something twice."""
        self._path = path
        try:
            loader = yaml.SafeLoader(path.read_text())
            node = loader.get_single_node()
            self._lines: dict[Place, int] = {(): 1}
            if node is not None:
                for place, line in _lines(node):
                    if place in self._lines and place:
                        raise Misplaced(path, line, f"{_spelled(place)}: is there twice")
                    self._lines[place] = line
            self._value: Any = {} if node is None else loader.construct_document(node)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise Misplaced(path, line, str(error.problem)) from error
        except (yaml.YAMLError, UnicodeError, RecursionError) as error:
            reason = str(error).splitlines()[0]
            raise Misplaced(path, 1, f"no YAML: {reason}") from error

    def parsed_as(self, model: type[Model]) -> Model:
        """Raises Misplaced for the first thing that is wrong."""
        try:
            return model.model_validate(self._value)
        except ValidationError as error:
            wrongs = [self.error(each["loc"], _reason(each)) for each in error.errors()]
            raise min(wrongs, key=lambda wrong: wrong.line) from None

    def error(self, place: Place, reason: str) -> Misplaced:
        at = place
        while at not in self._lines:  # what is missing has no line: take what should hold it
            at = at[:-1]
        told = f"{_spelled(place)}: {reason}" if place else reason
        return Misplaced(self._path, self._lines[at], told)


def _lines(node: yaml.Node, place: Place = ()) -> Iterator[tuple[Place, int]]:
    """A key's line is where the key stands, an item's where it begins."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*place, str(key.value))
            yield below, key.start_mark.line + 1
            yield from _lines(value, below)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield (*place, number), item.start_mark.line + 1
            yield from _lines(item, (*place, number))


def _spelled(place: Place) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in place).lstrip(".")


def _reason(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "is not known"
    if error["type"] == "missing":
        return "is missing"
    reason: str = error["msg"].removeprefix("Value error, ").replace("Input should", "should", 1)
    if error["type"] == "string_type" and isinstance(error["input"], int | float):
        reason += ": put it in quotes"
    return reason
