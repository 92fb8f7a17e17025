from csms.outbound.standing_tags import standing
from csms.store.provisioned import id_tags
from tests.support import NOON


def test_tags_stand_as_authorize_would_answer_and_strangers_not_at_all(store: None) -> None:
    id_tags.provision("Card-1", parent_id_tag="GROUP")
    id_tags.provision("GROUP", blocked=True)
    id_tags.provision("CARD-2", expiry_date=NOON)
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
