import json
from datetime import timedelta
from typing import Any

import pytest

from csms.store.provisioned.id_tags import IdTag
from csms.store.table import perform, update
from tests.conftest import Says
from tests.stored import provision_id_tag
from tests.support import NOON

YESTERDAY, TOMORROW = NOON - timedelta(days=1), NOON + timedelta(days=1)


def standing(says: Says, id_tag: Any = "CARD-1") -> dict[str, Any]:
    answer = says("Authorize", {"idTag": id_tag})
    assert answer
    assert answer[0] == 3, answer
    info: dict[str, Any] = answer[2]["idTagInfo"]
    return info


@pytest.mark.parametrize(
    ("provisioned", "info"),
    [
        ({}, {"status": "Accepted"}),
        ({"blocked": True}, {"status": "Blocked"}),
        (
            {"expiry_date": TOMORROW},
            {"status": "Accepted", "expiryDate": "2026-06-02T12:00:00.000Z"},
        ),
        (
            {"expiry_date": YESTERDAY},
            {"status": "Expired", "expiryDate": "2026-05-31T12:00:00.000Z"},
        ),
        ({"parent_id_tag": "GROUP"}, {"status": "Accepted", "parentIdTag": "GROUP"}),
        ({"max_active_transactions": 0}, {"status": "Accepted"}),
    ],
)
def test_a_tag_is_answered_with_its_standing(
    provisioned: dict[str, Any], info: dict[str, Any], says: Says
) -> None:
    provision_id_tag("CARD-1", **provisioned)
    assert standing(says) == info


def test_an_unknown_tag_is_invalid(says: Says) -> None:
    assert standing(says) == {"status": "Invalid"}


@pytest.mark.parametrize("id_tag", [21 * "X", 5_000 * "ü", "CARD-1\n", "CARD\x00", "", {"a": 1}])
def test_what_can_be_no_tag_is_an_unknown_one(id_tag: Any, says: Says) -> None:
    provision_id_tag("CARD-1")
    assert standing(says, id_tag) == {"status": "Invalid"}


@pytest.mark.parametrize("id_tag", [4711, True])
def test_a_tag_that_is_no_text_is_the_text_of_it(id_tag: Any, says: Says) -> None:
    provision_id_tag(json.dumps(id_tag))
    assert standing(says, id_tag) == {"status": "Accepted"}


@pytest.mark.parametrize("said", [{}, {"idTag": None}, {"id_tag": "CARD-1"}])
def test_without_a_tag_there_is_nothing_to_authorize(said: dict[str, Any], says: Says) -> None:
    answer = says("Authorize", said)
    assert answer
    assert answer[:3] == [4, "unique-1", "OccurenceConstraintViolation"]


def test_strict_takes_no_tag_that_is_too_long(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    answer = says("Authorize", {"idTag": 21 * "X"})
    assert answer
    assert answer[:3] == [4, "unique-1", "PropertyConstraintViolation"]


def test_the_case_of_a_tag_does_not_count(says: Says) -> None:
    provision_id_tag("Card-1")
    assert standing(says, "cARD-1") == {"status": "Accepted"}


@pytest.mark.parametrize(
    ("group", "status"), [({"blocked": True}, "Blocked"), ({"expiry_date": YESTERDAY}, "Expired")]
)
def test_what_ends_a_group_ends_its_members(group: dict[str, Any], status: str, says: Says) -> None:
    provision_id_tag("GROUP", **group)
    provision_id_tag("CARD-1", parent_id_tag="GROUP")
    assert standing(says) == {"status": status, "parentIdTag": "GROUP"}


def test_two_tags_of_a_group_are_answered_the_same_parent(says: Says) -> None:
    for card in ("CARD-1", "CARD-2"):
        provision_id_tag(card, parent_id_tag="GROUP")
        assert standing(says, card)["parentIdTag"] == "GROUP"


def test_a_fault_in_what_operators_set_is_not_the_charge_points(says: Says) -> None:
    provision_id_tag("CARD-1")
    too_long = IdTag.parent_id_tag.set("LONGER THAN AN ID TAG MAY BE")
    perform(update(IdTag.of("CARD-1"), [too_long]))
    answer = says("Authorize", {"idTag": "CARD-1"})
    assert answer
    assert answer[:3] == [4, "unique-1", "InternalError"]
