from datetime import timedelta

import pytest

from csms.store.provisioned import authority_ends as store
from csms.store.provisioned.authority_ends import AuthorityEnd
from csms.store.table import ConditionFailed, fetch, perform
from tests.support import NOON

LATER = NOON + timedelta(days=1)


def kept() -> AuthorityEnd:
    (found,) = fetch(AuthorityEnd.of("aa"))
    assert found
    return found


def test_one_that_has_signed_is_looked_at_soon_and_by_one(store_of_tests: None) -> None:
    end = AuthorityEnd.of("aa")
    end.subject, end.not_after = "CN=Acme", LATER
    store.note([end], NOON)
    assert (kept().sha256, kept().subject) == ("aa", "CN=Acme")
    assert (kept().by_name_sk or "").startswith("2026-06-01T12:00")
    one, other = kept(), kept()
    one.warned = 1
    perform(store.looked_at(one, None))
    assert (kept().warned, kept().by_name_sk) == (1, None)
    with pytest.raises(ConditionFailed):
        perform(store.looked_at(other, LATER))


@pytest.fixture
def store_of_tests(cp1: str) -> None:
    """The tables are there."""
