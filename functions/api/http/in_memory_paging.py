"""Parts of a list that is held in memory: of one item, which is read whole."""

from collections.abc import Sequence
from typing import TypeVar

from api.http.problems import bad_field
from api.http.request_context import RequestContext

T = TypeVar("T")


def page(context: RequestContext, keyed: Sequence[tuple[str, T]]) -> tuple[list[T], str | None]:
    """The part that is asked for, of what is sorted by its keys, and the cursor behind it."""
    after = ""
    if context.paging.position is not None:
        behind = context.paging.position.get("after", ())
        if len(behind) != 1:
            raise bad_field("cursor", "is none of ours")
        (after,) = behind
    left = [(key, value) for key, value in keyed if key > after]
    some = left[: context.paging.limit]
    position = {"after": [some[-1][0]]} if len(left) > len(some) else None
    return [value for _, value in some], context.paging.cursor(position)
