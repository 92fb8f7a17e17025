from csms.domain.availability import availability_of

EARLY, LATE = "2026-06-01T12:00:00.000Z", "2026-06-01T12:00:01.000Z"
SCHEDULED = {"type": "Inoperative", "status": "Scheduled"}
OPERATIVE = {"type": "Operative", "status": "Accepted"}


def test_what_was_set_for_all_settles_what_a_connector_had_scheduled() -> None:
    was_set = {"1": SCHEDULED | {"at": EARLY}, "0": OPERATIVE | {"at": LATE}}
    assert availability_of(1, was_set) == was_set["0"]


def test_what_was_set_for_a_connector_afterwards_counts_for_it() -> None:
    was_set = {"1": SCHEDULED | {"at": LATE}, "0": OPERATIVE | {"at": EARLY}}
    assert availability_of(1, was_set) == was_set["1"]
    assert availability_of(0, was_set) == was_set["0"]


def test_what_was_set_for_all_holds_for_a_connector_without_its_own_and_not_the_reverse() -> None:
    assert availability_of(2, {"0": OPERATIVE | {"at": EARLY}}) == OPERATIVE | {"at": EARLY}
    assert availability_of(0, {"1": OPERATIVE | {"at": EARLY}}) is None
    assert availability_of(1, {}) is None
