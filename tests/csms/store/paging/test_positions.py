import pytest

from csms.store.paging import BadPosition, Position, by_name, of_partition, part, reading, taking
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.message_log import LoggedFrame
from tests.csms.store.paging.support import tags

pytestmark = pytest.mark.usefixtures("store")


@pytest.mark.parametrize(
    "position",
    [
        {"0": ["T000", "TAG#T000", "TAG"]},
        {"in": ["2026-06"], "0": ["T000", "TAG#T000", "TAG"]},
        {"in": []},
        {"in": [""], "0": []},
        {"in": [""], "0": ["T000", "TAG#T000"]},
        {"in": [""], "0": ["T000", "", "TAG"]},
        {"in": [""], "0": ["T000", "x" * 3000, "TAG"]},
        {"in": [""], "0": ["U", "TAG#U", "TAG"]},
        {"in": [""], "0": ["A", "TAG#A", "TAG"]},
    ],
)
def test_a_position_that_nobody_has_given_out_is_refused(position: Position) -> None:
    tags(5)
    with pytest.raises(BadPosition):
        part(by_name(IdTag, "TAG", "T"), 2, position, reading(IdTag))


def test_a_position_sees_nothing_of_another_list() -> None:
    tags(5)
    elsewhere = {"in": [""], "0": ["T", "CP#CP1", "CP"], "9": ["x", "y", "z"]}
    found = part(by_name(IdTag, "TAG", "T"), 9, elsewhere, reading(IdTag))
    assert {tag.pk[:4] for tag in found.items} == {"TAG#"}


def test_a_position_of_another_kind_is_none_of_this_list() -> None:
    own = of_partition(LoggedFrame, "LOG#", prefixes=("A#", "B#"))
    with pytest.raises(BadPosition):
        part(own, 1, {"in": [""], "1": ["A#1", "LOG#", "A#1"]}, taking(LoggedFrame))
