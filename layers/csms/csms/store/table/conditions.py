"""Conditions that many writes have."""

from pynamodb.expressions.condition import Condition

from csms.store.table.calls import Raw


class Kept(Condition):
    """Put into words once, and not for each write that begins with it."""

    def __init__(self, condition: Condition) -> None:
        super().__init__(condition.operator, *condition.values)
        self._condition = condition
        self._names: dict[str, str] = {}
        self._values: Raw = {}
        self._text: str = condition.serialize(self._names, self._values)

    def serialize(self, names: dict[str, str], values: Raw) -> str:
        if names or values:  # places that the text has are taken
            text: str = self._condition.serialize(names, values)
            return text
        names.update(self._names)
        values.update(self._values)
        return self._text
