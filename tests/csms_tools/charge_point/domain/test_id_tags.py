from datetime import UTC, datetime, timedelta

from csms_tools.charge_point.domain.id_tags import Cache, IdTagInfo, same

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_what_the_central_system_says_of_a_tag_is_read() -> None:
    wire = {"status": "Accepted", "expiryDate": "2026-11-22T12:00:00Z", "parentIdTag": "GROUP"}
    assert IdTagInfo.from_wire(wire) == IdTagInfo("Accepted", NOON, "GROUP")


def test_an_accepted_tag_is_good_until_it_expires() -> None:
    info = IdTagInfo("Accepted", expiry=NOON)
    assert info.accepted(NOON - timedelta(seconds=1))
    assert not info.accepted(NOON)


def test_a_blocked_tag_is_no_good() -> None:
    assert not IdTagInfo("Blocked").accepted(NOON)


def test_upper_and_lower_case_are_one_tag() -> None:
    cache = Cache()
    cache.remember("AbC", IdTagInfo("Blocked"))
    assert cache.find("aBc") == IdTagInfo("Blocked")
    assert same("AbC", "aBc")


def test_no_parent_is_nobodys_parent() -> None:
    assert not same(None, None)


def test_a_cleared_cache_knows_nobody() -> None:
    cache = Cache()
    cache.remember("A", IdTagInfo())
    cache.clear()
    assert len(cache) == 0
