"""Versions: operators' changes count up, so that none overwrites unseen what another has set."""

from pynamodb.attributes import Attribute
from pynamodb.expressions.condition import Condition


class Moved(Exception):
    """It has been changed, or deleted, since it was read."""


class AlreadyThere(Exception):
    """What should be created is there."""


def still(attribute: Attribute[int | None], version: int | None) -> Condition:
    """Nobody has changed it since it was read."""
    return attribute.does_not_exist() if version is None else attribute == version
