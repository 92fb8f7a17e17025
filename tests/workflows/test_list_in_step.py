from typing import Any

import pytest

from tests.api.support import ask
from tests.conftest import Says
from tests.csms.command_steps import answer, connected, open_call, take_tasks, tasks
from tests.outbound.support import configured
from tests.stored import provision
from tests.support import NOON, Sockets
from tests.workflows.automatic import (
    MINUTE,
    answered,
    asked,
    boots,
    commands,
    follow,
    payloads,
    switched_on,
)
from tests.workflows.running import come
from workflows import list_in_step
from workflows.come_back import after_reconnect
from workflows.list_in_step import id_tags_changed, keep_in_step

HOUR = 60 * MINUTE
PATH = "/charge-points/CP1/local-list"
OTHER = {"idTag": "OTHER", "idTagInfo": {"status": "Accepted"}}


@pytest.fixture(autouse=True)
def listed(cp1: str, sockets: Sockets) -> None:
    """A, B and C are on the local list as they stand, and the list is to be kept so."""
    connected()
    for id_tag in "ABC":
        ask("POST", "/id-tags", body={"idTag": id_tag})
    switched_on("localListInStep")
    ask("PUT", PATH, body={"idTags": ["A", "B", "C"]})
    answered()
    take_tasks()
    sockets.posted.clear()


def changed(id_tag: str, at: Any, **settings: object) -> None:
    """By an operator; what that leads to comes."""
    ask("PATCH", f"/id-tags/{id_tag}", body=settings)
    follow(at)


def sent(sockets: Sockets) -> list[tuple[str, dict[str, str | None]]]:
    return [
        (
            one["updateType"],
            {
                entry["idTag"]: entry.get("idTagInfo", {}).get("status")
                for entry in one["localAuthorizationList"]
            },
        )
        for one in payloads(sockets, "SendLocalList")
    ]


def test_a_tag_whose_standing_changes_is_sent_and_no_other(sockets: Sockets) -> None:
    changed("B", NOON + HOUR, blocked=True)
    assert sent(sockets) == [("Differential", {"B": "Blocked"})]
    assert commands()[0]["createdBy"] == "automatism: localListInStep"
    answered(at=NOON + HOUR)
    keep_in_step("CP1", NOON + 2 * HOUR)
    assert len(sent(sockets)) == 1
    assert ask("GET", PATH).json["update"]["progress"] == "Done"


def test_a_group_that_is_blocked_is_sent_for_its_members(sockets: Sockets) -> None:
    ask("POST", "/id-tags", body={"idTag": "GROUP"})
    changed("A", NOON + HOUR, parentIdTag="GROUP")
    answered(at=NOON + HOUR)
    changed("GROUP", NOON + 2 * HOUR, blocked=True)
    assert sent(sockets)[1:] == [("Differential", {"A": "Blocked"})]


def test_a_tag_that_is_taken_back_leaves_the_list_and_comes_back_with_it(
    sockets: Sockets,
) -> None:
    ask("DELETE", "/id-tags/C")
    follow(NOON + HOUR)
    answered(at=NOON + HOUR)
    ask("POST", "/id-tags", body={"idTag": "C"})
    follow(NOON + 2 * HOUR)
    assert sent(sockets) == [("Differential", {"C": None}), ("Differential", {"C": "Accepted"})]


def test_an_import_tells_the_lists_once(sockets: Sockets) -> None:
    rows = [{"idTag": id_tag, "blocked": True} for id_tag in "ABC"]
    ask("POST", "/id-tags/import", body={"items": rows}, query={"dryRun": "true"})
    assert take_tasks() == []
    ask("POST", "/id-tags/import", body={"items": rows})
    assert [task["task"] for task, _ in tasks()] == ["id-tags-changed"]
    follow(NOON + HOUR)
    assert sent(sockets) == [("Differential", dict.fromkeys("ABC", "Blocked"))]


def test_many_changes_are_sent_together_once_in_each_distance(sockets: Sockets) -> None:
    changed("A", NOON + HOUR, blocked=True)
    answered(at=NOON + HOUR)
    for minutes, id_tag in ((1, "B"), (2, "C")):
        ask("PATCH", f"/id-tags/{id_tag}", body={"blocked": True})
        come("id-tags-changed", at=NOON + HOUR + minutes * MINUTE)
        come("keep-list-in-step", at=NOON + HOUR + minutes * MINUTE)
        waiting = [held for task, held in tasks() if task["task"] == "keep-list-in-step"]
        assert waiting == ([840] if minutes == 1 else [])
    keep_in_step("CP1", NOON + HOUR + 15 * MINUTE, waited=True)
    assert sent(sockets)[1:] == [("Differential", {"B": "Blocked", "C": "Blocked"})]


def test_a_charge_point_that_has_lost_its_list_gets_it_after_its_boot(
    says: Says, sockets: Sockets
) -> None:
    ask("PATCH", PATH, body={"entries": [OTHER]})
    answered()
    sockets.posted.clear()
    boots(says, NOON + HOUR)
    answered({"listVersion": 0, "status": "Accepted"}, NOON + HOUR)
    everything = dict.fromkeys(("A", "B", "C", "OTHER"), "Accepted")
    assert sent(sockets) == [("Full", everything)]
    boots(says, NOON + 2 * HOUR)
    version = ask("GET", PATH).json["version"]
    answered({"listVersion": version, "status": "Accepted"}, NOON + 2 * HOUR)
    assert asked(sockets).count("SendLocalList") == 1


@pytest.mark.parametrize("version", [-1, 1])
def test_a_charge_point_that_has_it_or_can_have_none_gets_nothing(
    version: int, says: Says, sockets: Sockets
) -> None:
    boots(says, NOON + HOUR)
    answered({"listVersion": version}, NOON + HOUR)
    assert asked(sockets) == ["GetLocalListVersion"]


def test_what_changed_while_it_was_away_is_sent_when_it_is_back(
    says: Says, sockets: Sockets
) -> None:
    boots(says)
    answered({"listVersion": 1})
    ask("PATCH", "/id-tags/A", body={"blocked": True})
    take_tasks()
    connected("two", NOON + HOUR)
    after_reconnect("CP1", NOON + HOUR + MINUTE)
    assert sent(sockets) == [("Differential", {"A": "Blocked"})]


def test_a_list_that_is_too_long_for_one_message_goes_on_in_parts(sockets: Sockets) -> None:
    configured(SendLocalListMaxLength="2")
    sockets.posted.clear()
    rows = [{"idTag": id_tag, "blocked": True} for id_tag in "ABC"]
    ask("POST", "/id-tags/import", body={"items": rows})
    follow(NOON + HOUR)
    answered(at=NOON + HOUR)
    assert [tags for _, tags in sent(sockets)] == [
        {"A": "Blocked", "B": "Blocked"},
        {"C": "Blocked"},
    ]


def test_while_another_list_is_on_its_way_it_waits(sockets: Sockets) -> None:
    ask("PATCH", PATH, body={"entries": [OTHER]})
    changing = open_call()
    assert changing
    ask("PATCH", "/id-tags/A", body={"blocked": True})
    come("id-tags-changed", at=NOON + HOUR)
    for _ in range(2):
        keep_in_step("CP1", NOON + HOUR)
    take = [held for task, held in tasks() if task.get("waited")]
    assert take == [60]
    answer(changing, at=NOON + HOUR)
    keep_in_step("CP1", NOON + HOUR + MINUTE, waited=True)
    assert sent(sockets)[-1] == ("Differential", {"A": "Blocked"})


def test_what_a_charge_point_never_accepted_is_sent_as_a_whole(sockets: Sockets) -> None:
    provision("CP2", security_profile=0)
    ask("PATCH", "/charge-points/CP2", body={"localListInStep": True})
    ask("PUT", "/charge-points/CP2/local-list", body={"idTags": ["A"]})
    keep_in_step("CP2", NOON + HOUR)
    path = "/charge-points/CP2/commands"
    newest = ask("GET", path).json["items"][0]
    assert newest["payload"]["updateType"] == "Full"


def test_a_death_before_the_command_is_written_is_made_good_by_the_next_look(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("PATCH", "/id-tags/A", body={"blocked": True})
    with monkeypatch.context() as patch:
        patch.setattr(list_in_step, "run", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            keep_in_step("CP1", NOON + HOUR)
    keep_in_step("CP1", NOON + HOUR)
    assert sent(sockets) == [("Differential", {"A": "Blocked"})]


def test_only_charge_points_that_are_switched_on_are_looked_at_page_by_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(list_in_step, "AT_ONCE", 2)
    for number in range(2, 7):
        provision(f"CP{number}", security_profile=0)
        ask("PUT", f"/charge-points/CP{number}/local-list", body={"idTags": ["A"]})
        if number != 4:
            ask("PATCH", f"/charge-points/CP{number}", body={"localListInStep": True})
    take_tasks()
    id_tags_changed(None)
    found = []
    while left := take_tasks():
        found += [task["chargePointId"] for task in left if task["task"] == "keep-list-in-step"]
        for task in left:
            if task["task"] == "id-tags-changed":
                id_tags_changed(task["position"])
    assert sorted(found) == ["CP1", "CP2", "CP3", "CP5", "CP6"]


@pytest.mark.parametrize("charge_point_id", ["CP1", "CP9"])
def test_nothing_is_sent_for_one_that_is_switched_off_or_gone(
    charge_point_id: str, sockets: Sockets
) -> None:
    ask("PATCH", "/charge-points/CP1", body={"localListInStep": False})
    ask("PATCH", "/id-tags/A", body={"blocked": True})
    keep_in_step(charge_point_id, NOON + HOUR)
    assert sent(sockets) == []
