from datetime import timedelta
from typing import Any

import pytest

from csms.store.provisioned import authority_ends
from csms.store.provisioned.authority_ends import AuthorityEnd
from csms.store.table import fetch
from csms.telemetry import logger
from tests.support import NOON
from workflows.look_after_authority import look_after_authority as look

DAY = timedelta(days=1)


def ends(days: int, sha256: str = "aa") -> AuthorityEnd:
    end = AuthorityEnd.of(sha256)
    end.subject, end.not_after = "CN=Acme", NOON + days * DAY
    return end


def kept() -> AuthorityEnd:
    (found,) = fetch(AuthorityEnd.of("aa"))
    assert found
    return found


@pytest.fixture
def told(store: None, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    told: list[Any] = []
    monkeypatch.setattr(logger, "warning", lambda _, extra: told.append(extra["ends"]))
    return told


def test_it_is_told_four_times_that_it_ends(told: list[Any]) -> None:
    authority_ends.note([ends(100)], NOON)
    days = []
    for day in range(110):
        before = len(told)
        look("aa", NOON + day * DAY)
        days += [day] * (len(told) - before)
    assert days == [70, 86, 93, 99]
    assert kept().by_name_sk is None


def test_one_that_is_noted_again_is_as_it_was(told: list[Any]) -> None:
    authority_ends.note([ends(20)], NOON)
    look("aa", NOON)
    authority_ends.note([ends(20), ends(20, "bb")], NOON)
    look("aa", NOON)
    assert (len(told), kept().warned) == (1, 30)


def test_one_that_is_not_there_is_not_told_of(told: list[Any]) -> None:
    look("cc", NOON)
    assert told == []
