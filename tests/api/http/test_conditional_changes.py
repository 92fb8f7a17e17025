import pytest

from api.http.conditional_changes import TRIES, retried
from api.http.cursors import paging
from api.http.problems import Problem
from api.http.request_context import RequestContext
from csms.store.provisioned.versions import Moved
from tests.api.support import event_of


def context(if_match: str | None) -> RequestContext:
    headers = {"if-match": if_match} if if_match else {}
    return RequestContext.of(
        event_of("PATCH", "/", headers=headers), "x", "", paging(1, None, "/", {})
    )


class Races:
    """The first so many attempts are overtaken."""

    def __init__(self, lost: int) -> None:
        self.left = lost
        self.tried = 0

    def __call__(self) -> str:
        self.tried += 1
        if self.tried <= self.left:
            raise Moved
        return "done"


def test_a_lost_race_is_run_again() -> None:
    assert retried(context(None), Races(TRIES - 1)) == "done"
    assert retried(context("*"), Races(1)) == "done"


def test_but_not_for_ever() -> None:
    races = Races(TRIES + 5)
    with pytest.raises(Problem) as given_up:
        retried(context(None), races)
    assert (given_up.value.status, races.tried) == (409, TRIES)


def test_whoever_names_a_version_is_told_that_it_has_gone() -> None:
    races = Races(1)
    with pytest.raises(Problem) as overtaken:
        retried(context('"1"'), races)
    assert (overtaken.value.status, races.tried) == (412, 1)
