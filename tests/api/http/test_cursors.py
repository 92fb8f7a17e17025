import base64
import json

import pytest

from api.http.cursors import paging
from api.http.problems import Problem

POSITION = {"in": [""], "0": ["A", "TAG#A", "TAG"]}


def test_a_cursor_leads_to_where_it_was_made() -> None:
    made = paging(10, None, "/id-tags", {"blocked": "true", "limit": "10"})
    cursor = made.cursor(POSITION)
    assert cursor
    again = paging(20, cursor, "/id-tags", {"limit": "20", "cursor": cursor, "blocked": "true"})
    assert (again.position, again.limit) == (POSITION, 20)
    assert made.cursor(None) is None
    assert made.position is None


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/id-tags", {}),
        ("/id-tags", {"blocked": "false"}),
        ("/id-tags", {"blocked": "true", "q": "A"}),
        ("/charge-points", {"blocked": "true"}),
    ],
)
def test_a_cursor_is_good_for_its_list_and_filters_alone(path: str, query: dict[str, str]) -> None:
    cursor = paging(10, None, "/id-tags", {"blocked": "true"}).cursor(POSITION)
    with pytest.raises(Problem) as refused:
        paging(10, cursor, path, query)
    assert (refused.value.status, refused.value.errors[0].field) == (400, "cursor")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "%%%",
        "ü",
        base64.urlsafe_b64encode(b"{").decode(),
        base64.urlsafe_b64encode(json.dumps(["x"]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["x", {"0": "A"}]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["x", {"0": [1]}]).encode()).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Problem) as refused:
        paging(10, cursor, "/id-tags", {})
    assert refused.value.status == 400
