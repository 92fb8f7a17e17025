import uuid
from datetime import timedelta

import pytest

from csms.ids import begins, could_be_ours, uuid7
from tests.support import NOON


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = uuid.UUID(uuid7(NOON))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == NOON.timestamp() * 1000


def test_ids_sort_by_their_time_and_never_meet() -> None:
    ids = [uuid7(NOON + timedelta(milliseconds=step)) for step in range(100)]
    assert ids == sorted(ids)
    assert len({uuid7(NOON) for _ in range(1000)}) == 1000


def test_a_time_lies_between_the_ids_before_it_and_those_since() -> None:
    millisecond = timedelta(milliseconds=1)
    assert uuid7(NOON - millisecond) < begins(NOON) < uuid7(NOON)


@pytest.mark.parametrize("text", ["", "x" * 37, "\ud800", "é", "a b", "a#b", "1\n"])
def test_what_no_id_of_ours_looks_like_is_none(text: str) -> None:
    assert not could_be_ours(text)
    assert could_be_ours(uuid7(NOON))
