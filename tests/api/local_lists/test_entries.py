from datetime import timedelta

import pytest

from api.http.problems import Problem
from api.local_lists.entries import ListChange, NewList, wire_entries
from tests.stored import provision_id_tag
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def test_entries_are_spelled_as_ocpp_has_them() -> None:
    info = {"status": "Expired", "expiryDate": "2026-01-01T01:00:00+01:00", "parentIdTag": "G"}
    body = NewList.model_validate({"entries": [{"idTag": "a", "idTagInfo": info}]})
    assert wire_entries(body, NOON) == [
        {"idTag": "a", "idTagInfo": info | {"expiryDate": "2026-01-01T00:00:00.000Z"}}
    ]


def test_more_id_tags_than_one_read_takes_are_found_with_their_groups() -> None:
    provision_id_tag("G", expiry_date=NOON - timedelta(days=1))
    names = [f"T{number}" for number in range(120)]
    for name in names:
        provision_id_tag(name, parent_id_tag="G" if name == "T119" else None)
    entries = wire_entries(NewList.model_validate({"idTags": names}), NOON)
    assert [entry["idTag"] for entry in entries] == names
    assert entries[0]["idTagInfo"] == {"status": "Accepted"}
    assert entries[119]["idTagInfo"] == {"status": "Expired", "parentIdTag": "G"}


def test_what_is_deleted_has_no_standing() -> None:
    assert wire_entries(ListChange.model_validate({"delete": ["a"]}), NOON) == [{"idTag": "a"}]


@pytest.mark.parametrize(
    "twice",
    [{"idTags": ["A", "a"]}, {"idTags": ["A"], "delete": ["a"]}, {"delete": ["A", "A"]}],
)
def test_an_id_tag_is_named_once(twice: dict[str, list[str]]) -> None:
    provision_id_tag("A")
    with pytest.raises(Problem, match="twice"):
        wire_entries(ListChange.model_validate(twice), NOON)
