import pytest

from api.http.cursors import Paging
from api.http.idempotency import LONGEST_KEY, idempotency_key
from api.http.problems import Problem
from api.http.request_context import RequestContext
from tests.api.support import event_of


def sent_with(key: str) -> RequestContext:
    event = event_of("POST", "/", headers={"Idempotency-Key": key})
    return RequestContext.of(event, "id", "", Paging(50, None, "digest"))


@pytest.mark.parametrize("key", ["", "k" * (LONGEST_KEY + 1)])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(Problem):
        idempotency_key(sent_with(key))


def test_a_key_that_is_one_is_given_on() -> None:
    assert idempotency_key(sent_with("k" * LONGEST_KEY)) == "k" * LONGEST_KEY
