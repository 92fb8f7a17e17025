from csms.outbound.standing_tags import standing
from tests.stored import provision_id_tag
from tests.support import NOON


def test_tags_stand_as_authorize_would_answer_and_strangers_not_at_all(store: None) -> None:
    provision_id_tag("Card-1", parent_id_tag="GROUP")
    provision_id_tag("GROUP", blocked=True)
    provision_id_tag("CARD-2", expiry_date=NOON)
    assert standing(["CARD-1", "card-2", "NOBODY"], NOON) == {
        "CARD-1": {
            "idTag": "Card-1",
            "idTagInfo": {"parentIdTag": "GROUP", "status": "Blocked"},
        },
        "CARD-2": {
            "idTag": "CARD-2",
            "idTagInfo": {"expiryDate": "2026-06-01T12:00:00.000Z", "status": "Expired"},
        },
    }
    assert standing([], NOON) == {}
