from dataclasses import replace
from typing import Any

import pytest

from api.charge_points.existence import must_be_known
from api.http.cursors import Paging
from api.http.problems import Problem
from api.http.request_context import RequestContext
from csms.store.paging import Part
from tests.api.support import event_of

START = Paging(50, None, "digest")
ASKED = RequestContext.of(event_of("GET", "/"), "id", "", START)
NOTHING: Part[Any] = Part([], None)


def test_a_list_without_anything_is_of_a_charge_point_that_is_there(cp1: str) -> None:
    must_be_known("CP1", ASKED, NOTHING)
    with pytest.raises(Problem) as missing:
        must_be_known("CP9", ASKED, NOTHING)
    assert missing.value.status == 404


@pytest.mark.usefixtures("store")
def test_what_is_left_of_a_deleted_charge_point_is_shown() -> None:
    must_be_known("CP9", ASKED, Part(["something"], None))
    must_be_known("CP9", ASKED, Part([], {"in": [""]}))
    must_be_known("CP9", replace(ASKED, paging=replace(START, position={"in": [""]})), NOTHING)
