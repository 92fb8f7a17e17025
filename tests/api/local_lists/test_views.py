import pytest

from api.local_lists.views import update_view, view
from csms.store.commands import CommandRecord
from csms.store.commands.local_list_parts import LocalListParts
from csms.store.commands.local_lists import LocalList
from csms.store.commands.wanted_lists import WantedList
from csms.store.table import perform, put
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def sent(place: int) -> LocalListParts:
    return LocalListParts(
        "CP#CP1",
        "LOCAL-LIST-PARTS",
        parts={"parts": [[], []]},
        place=place,
        command_id="c1",
        created_by="olga",
        started_at=NOON,
        timeout=30,
        forced=False,
    )


def ended(status: str) -> None:
    record = CommandRecord.of("CP1", "c1")
    record.action, record.payload, record.status = "SendLocalList", {}, "Answered"
    record.created_at, record.created_by, record.timeout = NOON, "olga", 30
    record.response = {"status": status}
    perform(put(record))


def test_an_update_says_how_far_it_is() -> None:
    ended("Accepted")
    half, whole = update_view(sent(0)), update_view(sent(1))
    assert (half.progress, half.parts, half.parts_accepted) == ("InProgress", 2, 1)
    assert (whole.progress, whole.parts_accepted) == ("Done", 2)
    assert whole.location == "/charge-points/CP1/commands/c1"


def test_an_update_that_failed_says_what_was_answered() -> None:
    ended("VersionMismatch")
    shown = update_view(sent(1))
    assert (shown.progress, shown.parts_accepted) == ("Failed", 1)
    assert shown.response == {"status": "VersionMismatch"}


def test_a_command_that_nobody_remembers_is_no_success() -> None:
    shown = update_view(sent(0))
    assert (shown.progress, shown.command_status) == ("Failed", None)


def test_a_list_that_was_never_sent_in_parts_has_no_update() -> None:
    shown = view(LocalList.of("CP1"), None, None, [], None)
    assert shown.update is None
    assert shown.wanted is None
    assert shown.version is None


def test_what_is_wanted_names_a_hundred_that_are_missing_at_most() -> None:
    wanted = WantedList.of("CP1")
    wanted.tags = {f"TAG-{number:03}": f"tag-{number:03}" for number in range(150)}
    shown = view(LocalList.of("CP1"), None, wanted, [], None).wanted
    assert shown
    assert (shown.id_tags, len(shown.missing), shown.missing[-1]) == (150, 100, "tag-099")
    assert shown.left_over == []
