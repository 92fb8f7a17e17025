from datetime import timedelta

import pytest

from csms.store.reported import receipts
from csms.store.reported.receipts import Receipt
from csms.store.table import ConditionFailed, perform, query
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def test_of_a_message_there_is_one_first_reception() -> None:
    perform(receipts.first("CP1", "digest", NOON))
    with pytest.raises(ConditionFailed):
        perform(receipts.first("CP1", "digest", NOON + timedelta(days=1)))


def test_another_message_and_another_charge_point_are_no_repetition() -> None:
    for charge_point_id, digest in (("CP1", "a"), ("CP1", "b"), ("CP2", "a")):
        perform(receipts.first(charge_point_id, digest, NOON))


def test_it_is_remembered_for_a_time() -> None:
    perform(receipts.first("CP1", "digest", NOON))
    (receipt,) = query(Receipt, "CP#CP1", "RECEIVED#")
    assert receipt.expires_at == NOON + timedelta(days=90)
