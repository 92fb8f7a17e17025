from datetime import UTC, datetime

import pytest

from csms_tools.charge_point.domain.authorization import Rules, Verdict, judge
from csms_tools.charge_point.domain.id_tags import IdTagInfo

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
GOOD, BAD = IdTagInfo("Accepted"), IdTagInfo("Blocked")
OFFLINE = Rules(False, True, False)


def verdict(
    online: bool, rules: Rules, listed: IdTagInfo | None = None, cached: IdTagInfo | None = None
) -> Verdict:
    return judge(online=online, rules=rules, listed=listed, cached=cached, at=NOON)


def test_online_the_central_system_is_asked() -> None:
    assert verdict(True, OFFLINE, listed=GOOD) is Verdict.ASK


@pytest.mark.parametrize(
    ("listed", "cached", "expected"),
    [(GOOD, None, "ACCEPT"), (None, GOOD, "ACCEPT"), (BAD, GOOD, "ASK"), (None, None, "ASK")],
)
def test_local_pre_authorization_takes_good_tags_only(
    listed: IdTagInfo | None, cached: IdTagInfo | None, expected: str
) -> None:
    assert verdict(True, Rules(True, True, False), listed, cached).name == expected


@pytest.mark.parametrize(
    ("listed", "cached", "expected"),
    [(GOOD, BAD, "ACCEPT"), (BAD, GOOD, "REFUSE"), (None, GOOD, "ACCEPT"), (None, BAD, "REFUSE")],
)
def test_offline_the_local_list_comes_before_the_cache(
    listed: IdTagInfo | None, cached: IdTagInfo | None, expected: str
) -> None:
    assert verdict(False, OFFLINE, listed, cached).name == expected


def test_offline_an_unknown_tag_is_refused_unless_the_configuration_allows_it() -> None:
    assert verdict(False, OFFLINE) is Verdict.REFUSE
    assert verdict(False, Rules(False, True, True)) is Verdict.ACCEPT


def test_offline_a_known_tag_is_refused_if_nothing_may_be_decided_locally() -> None:
    assert verdict(False, Rules(False, False, True), listed=GOOD) is Verdict.REFUSE
