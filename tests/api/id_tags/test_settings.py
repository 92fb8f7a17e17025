from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from api.id_tags.settings import IdTagChange, NewIdTag, Settings, after, changed
from csms.store.provisioned.id_tags import IdTag

YEAR = datetime(2027, 1, 1, tzinfo=UTC)


def tag() -> IdTag:
    tag = IdTag.of("a")
    tag.id_tag, tag.blocked, tag.parent_id_tag = "A", True, "G"
    return tag


def test_a_new_tag_has_what_is_given_and_else_the_defaults() -> None:
    settings = after(None, NewIdTag.model_validate({"idTag": "B", "maxActiveTransactions": 1}))
    assert settings == Settings("B", max_active_transactions=1)
    assert changed(None, settings) == {"idTag": "B", "maxActiveTransactions": 1}


def test_a_change_keeps_what_it_leaves_out_and_null_removes() -> None:
    given = IdTagChange.model_validate({"parentIdTag": None, "expiryDate": "2027-01-01T00:00:00Z"})
    settings = after(tag(), given)
    assert settings == Settings("A", expiry_date=YEAR, blocked=True)
    assert changed(tag(), settings) == {
        "parentIdTag": None,
        "expiryDate": "2027-01-01T00:00:00.000Z",
    }


def test_a_tag_keeps_the_spelling_it_has() -> None:
    assert after(tag(), NewIdTag.model_validate({"idTag": "a"})) == Settings.of(tag())
    assert changed(tag(), Settings.of(tag())) == {}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"idTag": ""},
        {"idTag": "x" * 21},
        {"idTag": "a/b"},
        {"idTag": "a?b"},
        {"idTag": "A", "maxActiveTransactions": 0},
        {"idTag": "A", "maxActiveTransactions": 10**40},
        {"idTag": "A", "blocked": None},
        {"idTag": "A", "parentIdTag": ""},
        {"idTag": "A", "expiryDate": "soon"},
    ],
)
def test_what_is_no_tag_is_refused(sent: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NewIdTag.model_validate(sent)
