"""Changing what others may be changing, too: read, decide, write if it is still as it was read."""

from collections.abc import Callable
from typing import TypeVar

from api.http.etags import overtaken
from api.http.problems import Problem
from api.http.request_context import RequestContext
from csms.store.provisioned.versions import Moved

R = TypeVar("R")

TRIES = 4


def retried(context: RequestContext, attempt: Callable[[], R]) -> R:
    """Try again after a race, unless the operator has said which version was meant."""
    for _ in range(TRIES):
        try:
            return attempt()
        except Moved as error:
            if context.if_match is not None and context.if_match.strip() != "*":
                raise overtaken() from error
    raise Problem(409, "others are changing it at the same time; try again")
