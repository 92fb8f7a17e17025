"""YAML documents that remember their lines, so that what is wrong is told with its place."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from csms.wire.faults import told

Place = tuple[int | str, ...]
"""Of a value in the document: `("chargePoints", 0, "id")`."""

Model = TypeVar("Model", bound=BaseModel)


class Misplaced(Exception):
    """Each fault in a line of its own, in their order: `FILE:LINE: place: reason`."""

    def __init__(self, path: Path, *faults: tuple[int, str]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault[0])
        super().__init__("\n".join(f"{path}:{line}: {reason}" for line, reason in self.faults))


class Document:
    def __init__(self, path: Path) -> None:
        """Raises Misplaced where it is no YAML, or says something twice."""
        self._path = path
        try:
            loader = yaml.SafeLoader(path.read_text())
            node = loader.get_single_node()
            self._lines: dict[Place, int] = {(): 1}
            twice: list[tuple[int, str]] = []
            if node is not None:
                for place, line in _lines(node):
                    if place in self._lines and place:
                        twice.append((line, f"{_spelled(place)}: is there twice"))
                    self._lines[place] = line
            if twice:
                raise Misplaced(path, *twice)
            self._value: Any = {} if node is None else loader.construct_document(node)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise Misplaced(path, (line, str(error.problem))) from error
        except (yaml.YAMLError, UnicodeError, RecursionError) as error:
            reason = str(error).splitlines()[0]
            raise Misplaced(path, (1, f"no YAML: {reason}")) from error

    def parsed_as(self, model: type[Model]) -> Model:
        """Raises Misplaced for all that is wrong."""
        try:
            return model.model_validate(self._value)
        except ValidationError as error:
            raise self.errors([(each["loc"], _reason(each)) for each in error.errors()]) from None

    def errors(self, faults: Sequence[tuple[Place, str]]) -> Misplaced:
        return Misplaced(self._path, *(self._fault(*each) for each in faults))

    def error(self, place: Place, reason: str) -> Misplaced:
        return self.errors([(place, reason)])

    def _fault(self, place: Place, reason: str) -> tuple[int, str]:
        at = place
        while at not in self._lines:  # what is missing has no line: take what should hold it
            at = at[:-1]
        return self._lines[at], f"{_spelled(place)}: {reason}" if place else reason


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


def _reason(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return "is not known"
    reason = told(error)
    if error["type"] == "string_type" and isinstance(error["input"], int | float):
        reason += ": put it in quotes"
    return reason
