import pytest

from api.http.cursors import Paging
from api.http.in_memory_paging import page
from api.http.problems import Problem
from api.http.request_context import RequestContext
from csms.store.paging import Position
from tests.api.support import event_of

KEYED = [("a", 1), ("b", 2), ("c", 3)]


def context(limit: int, position: Position | None) -> RequestContext:
    return RequestContext.of(event_of("GET", "/"), "list", "", Paging(limit, position, "digest"))


def test_part_after_part_has_all_of_it_once() -> None:
    first, cursor = page(context(2, None), KEYED)
    assert first == [1, 2]
    assert cursor
    second, cursor = page(context(2, {"after": ["b"]}), KEYED)
    assert (second, cursor) == ([3], None)


def test_what_ends_with_a_part_has_no_other() -> None:
    assert page(context(3, None), KEYED) == ([1, 2, 3], None)
    assert page(context(3, {"after": ["zz"]}), KEYED) == ([], None)


@pytest.mark.parametrize("position", [{}, {"after": []}, {"after": ["a", "b"]}, {"in": ["a"]}])
def test_a_position_of_another_list_is_none(position: Position) -> None:
    with pytest.raises(Problem, match="cursor"):
        page(context(2, position), KEYED)
