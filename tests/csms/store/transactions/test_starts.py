import pytest

from csms.store import transactions
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import fetch
from csms.store.transactions import NumberTaken, TagMoved
from tests.csms.store.transactions.test_records import HOUR, found, transaction
from tests.stored import provision_id_tag
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def test_a_number_is_given_once() -> None:
    transactions.begin(transaction(), None)
    with pytest.raises(NumberTaken) as taken:
        transactions.begin(transaction(digest="another"), None)
    assert taken.value.transaction.start_digest == "7"
    assert found().start_digest == "7"


@pytest.mark.parametrize(("status", "markers"), [("Accepted", 1), ("Invalid", 0)])
def test_a_marker_stands_for_what_was_accepted_alone(status: str, markers: int) -> None:
    transactions.begin(transaction(status=status), None)
    assert len(transactions.running_for("card-1")) == markers


def test_a_limited_tag_may_begin_only_as_it_was_read() -> None:
    provision_id_tag("CARD-1", max_active_transactions=2)
    (tag,) = fetch(IdTag.of("CARD-1"))
    transactions.begin(transaction(7), tag)
    with pytest.raises(TagMoved):
        transactions.begin(transaction(8), tag)
    assert transactions.find("CP1", 8) is None
    assert len(transactions.running_for("CARD-1")) == 1
    (tag,) = fetch(IdTag.of("CARD-1"))
    transactions.begin(transaction(8), tag)
    assert len(transactions.running_for("CARD-1")) == 2


def test_a_taken_number_weighs_more_than_a_tag_that_moved() -> None:
    provision_id_tag("CARD-1", max_active_transactions=2)
    (tag,) = fetch(IdTag.of("CARD-1"))
    transactions.begin(transaction(), tag)
    with pytest.raises(NumberTaken):
        transactions.begin(transaction(), tag)


def test_a_possible_merge_is_flagged_with_the_time() -> None:
    transactions.begin(transaction(), None)
    transactions.flag_possible_merge(found(), NOON + HOUR)
    assert found().possible_merge_at == NOON + HOUR
