"""A position says where a part ended; it is text alone, so that a cursor can hold it.

One that comes back may be anybody's invention: it decides where a query begins, never what it may
see.
"""

from collections.abc import Mapping, Sequence

Position = Mapping[str, Sequence[str]]


class BadPosition(ValueError):
    """No part of this list has ended there."""
