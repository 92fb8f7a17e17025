import json
import time
from typing import Any

import pytest

from csms.domain import local_lists as domain
from csms.store.commands import local_list_items
from tests.api.support import Answered, ask
from tests.csms.command_steps import SECOND, answer, connected, open_call
from tests.outbound.support import ask as command
from tests.outbound.support import configured
from tests.stored import provision_id_tag
from tests.support import NOON, Sockets
from tests.workflows.running import come

PATH = "/charge-points/CP1/local-list"


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def entries(*id_tags: str) -> list[dict[str, Any]]:
    return [{"idTag": id_tag, "idTagInfo": {"status": "Accepted"}} for id_tag in id_tags]


def put(*id_tags: str, **asked: Any) -> Answered:
    return ask("PUT", PATH, role="operator", body={"entries": entries(*id_tags)}, **asked)


def patch(body: object, **asked: Any) -> Answered:
    return ask("PATCH", PATH, role="operator", body=body, **asked)


def known(**query: object) -> Any:
    return ask("GET", PATH, role="viewer", query=query).json


def answers_at_once(sockets: Sockets, monkeypatch: pytest.MonkeyPatch, *statuses: str) -> None:
    """CP1 gives these answers, one a part, each while its frame is posted."""
    post, to_say, sleep = sockets.post, iter(statuses), time.sleep

    def posted(connection_id: str, data: bytes) -> None:
        post(connection_id, data)
        if status := next(to_say, None):
            answer(sockets.frames[-1][1], {"status": status}, NOON)

    def meanwhile(seconds: float) -> None:
        come("continue-local-list")
        sleep(seconds)

    monkeypatch.setattr(sockets, "post", posted)
    monkeypatch.setattr(time, "sleep", meanwhile)


def said(status: str = "Accepted") -> None:
    """CP1 answers what it was asked, and what follows comes."""
    open_ = open_call()
    assert open_
    answer(open_, {"status": status}, NOON)
    come("continue-local-list")


def parts(sockets: Sockets) -> list[tuple[str, int, list[str]]]:
    return [
        (
            payload["updateType"],
            payload["listVersion"],
            [one["idTag"] for one in payload["localAuthorizationList"]],
        )
        for _, _, action, payload in sockets.frames
        if action == "SendLocalList"
    ]


def test_a_list_that_nobody_knows_is_empty() -> None:
    assert known() == {"items": [], "complete": False}
    assert ask("GET", "/charge-points/CP9/local-list").status == 404


def test_a_list_is_sent_and_then_known(sockets: Sockets) -> None:
    answered = put("A", "B")
    assert answered.status == 202
    update = answered.json
    assert answered.headers["location"] == update["location"]
    assert update["location"] == f"/charge-points/CP1/commands/{update['commandId']}"
    assert (update["progress"], update["commandStatus"]) == ("InProgress", "Sent")
    assert parts(sockets) == [("Full", 1, ["A", "B"])]
    said()
    shown = known()
    assert (shown["version"], shown["complete"], shown["items"]) == (1, True, entries("A", "B"))
    assert (shown["update"]["progress"], shown["update"]["partsAccepted"]) == ("Done", 1)


def test_an_empty_list_empties_the_charge_points(sockets: Sockets) -> None:
    put()
    assert parts(sockets) == [("Full", 1, [])]


def test_id_tags_of_ours_are_sent_as_they_stand(sockets: Sockets) -> None:
    provision_id_tag("GROUP", blocked=True)
    provision_id_tag("Card", parent_id_tag="GROUP")
    provision_id_tag("B", expiry_date=NOON.replace(year=2027))
    assert ask("PUT", PATH, body={"idTags": ["CARD", "B"]}).status == 202
    assert sockets.frames[-1][3]["localAuthorizationList"] == [
        {"idTag": "Card", "idTagInfo": {"status": "Blocked", "parentIdTag": "GROUP"}},
        {
            "idTag": "B",
            "idTagInfo": {"status": "Accepted", "expiryDate": "2027-06-01T12:00:00.000Z"},
        },
    ]


def test_id_tags_that_are_not_ours_are_named(sockets: Sockets) -> None:
    provision_id_tag("A")
    answered = ask("PUT", PATH, body={"idTags": ["X", "A", "Y"]})
    assert (answered.status, answered.fields) == (409, ["idTags.0", "idTags.2"])
    assert sockets.frames == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"entries": [], "idTags": []},
        {"entries": entries("A", "a")},
        {"entries": [{"idTag": "A"}]},
        {"idTags": ["A" * 21]},
    ],
)
def test_what_is_no_list_is_refused(body: object) -> None:
    assert ask("PUT", PATH, body=body).status == 400


def test_a_long_list_goes_in_parts_each_after_the_one_before(sockets: Sockets) -> None:
    configured(SendLocalListMaxLength="2")
    assert put("A", "B", "C", "D", "E").json["parts"] == 3
    said()
    update = known()["update"]
    assert (update["progress"], update["partsAccepted"]) == ("InProgress", 1)
    assert len(parts(sockets)) == 2
    said()
    said()
    assert parts(sockets) == [
        ("Full", 1, ["A", "B"]),
        ("Differential", 2, ["C", "D"]),
        ("Differential", 3, ["E"]),
    ]
    shown = known()
    assert (shown["version"], shown["complete"], len(shown["items"])) == (3, True, 5)
    assert (shown["update"]["progress"], shown["update"]["partsAccepted"]) == ("Done", 3)


def test_each_part_fits_a_frame_and_none_is_missing(sockets: Sockets) -> None:
    names = [f"TAG-{number:016}" for number in range(1000)]
    put(*names)
    while open_call():
        said()
    assert len(parts(sockets)) > 1
    assert all(len(json.dumps(frame)) < 28_000 for frame in sockets.frames)
    assert [tag for _, _, tags in parts(sockets) for tag in tags] == names
    assert known()["update"]["progress"] == "Done"


@pytest.mark.parametrize("status", ["Failed", "NotSupported", "VersionMismatch"])
def test_a_part_that_is_not_accepted_ends_the_list(status: str, sockets: Sockets) -> None:
    configured(SendLocalListMaxLength="1")
    put("A", "B", "C")
    said()
    said(status)
    assert len(parts(sockets)) == 2
    update = known()["update"]
    assert (update["progress"], update["partsAccepted"]) == ("Failed", 1)
    assert update["response"] == {"status": status}


def test_a_list_that_is_too_long_is_refused_unless_forced(sockets: Sockets) -> None:
    configured(LocalAuthListMaxLength="2", SendLocalListMaxLength="1")
    refused = put("A", "B", "C")
    assert refused.status == 409
    assert "LocalAuthListMaxLength" in refused.json["detail"]
    assert parts(sockets) == []
    put("A", "B", "C", query={"force": "true"})
    for _ in range(3):
        said()
    assert known()["update"]["progress"] == "Done"


def test_another_list_takes_the_place_of_one_on_its_way(sockets: Sockets) -> None:
    configured(SendLocalListMaxLength="1")
    put("A", "B")
    put("C", "D")
    said()
    said()
    said()
    assert [tags for _, _, tags in parts(sockets)] == [["A"], ["C"], ["D"]]
    assert [one["idTag"] for one in known()["items"]] == ["C", "D"]


def test_a_change_adds_replaces_and_deletes(sockets: Sockets) -> None:
    provision_id_tag("C")
    put("A", "B")
    said()
    blocked = [{"idTag": "A", "idTagInfo": {"status": "Blocked"}}]
    assert patch({"entries": blocked, "idTags": ["C"], "delete": ["b"]}).status == 202
    assert parts(sockets)[-1] == ("Differential", 2, ["A", "C", "b"])
    said()
    assert known()["items"] == [*blocked, *entries("C")]
    assert patch({}).status == 400


def test_a_change_waits_for_the_one_before(sockets: Sockets) -> None:
    configured(SendLocalListMaxLength="1")
    put("A", "B")
    body = {"delete": ["A"]}
    assert patch(body).status == 409
    said()
    assert patch(body).status == 409
    said()
    assert patch(body).status == 202


def test_a_change_that_makes_the_list_too_long_is_refused() -> None:
    configured(LocalAuthListMaxLength="2", SendLocalListMaxLength="1")
    put("A")
    said()
    assert patch({"entries": entries("B", "C")}).status == 409
    assert patch({"entries": entries("A", "B")}).status == 202


def test_the_same_posted_twice_is_sent_once(sockets: Sockets) -> None:
    key = {"Idempotency-Key": "k"}
    first, second = put("A", headers=key), put("A", headers=key)
    assert first.json == second.json
    said()
    change = {"entries": entries("B")}, {"Idempotency-Key": "l"}
    once, twice = (patch(change[0], headers=change[1]) for _ in range(2))
    assert (once.status, once.json) == (twice.status, twice.json)
    assert len(parts(sockets)) == 2
    assert put("X", headers=key).status == 422


def test_the_entries_come_page_by_page() -> None:
    put("C", "a", "B")
    said()
    first = known(limit=2)
    assert [one["idTag"] for one in first["items"]] == ["a", "B"]
    second = known(limit=2, cursor=first["cursor"])
    assert [one["idTag"] for one in second["items"]] == ["C"]
    assert "cursor" not in second


def test_what_the_charge_point_reports_is_shown_beside_it() -> None:
    put("A")
    said()
    command("GetLocalListVersion", {}, {"listVersion": 7})
    assert (known()["version"], known()["reportedVersion"]) == (1, 7)


@pytest.mark.parametrize("statuses", [["Accepted"], ["Accepted", "Accepted"]])
def test_who_waits_is_told_when_the_last_part_is_accepted(
    statuses: list[str], sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(SendLocalListMaxLength="1")
    answers_at_once(sockets, monkeypatch, *statuses)
    answered = put(*"AB"[: len(statuses)], query={"wait": 20})
    update = answered.json
    assert (answered.status, update["progress"]) == (200, "Done")
    assert update["partsAccepted"] == update["parts"] == len(statuses)
    assert answered.headers["location"].startswith("/charge-points/CP1/commands/")


def test_who_waits_is_told_of_the_part_that_was_not_accepted(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("A")
    said()
    answers_at_once(sockets, monkeypatch, "VersionMismatch")
    answered = patch({"delete": ["A"]}, query={"wait": 20})
    assert (answered.status, answered.json["progress"]) == (200, "Failed")
    assert answered.json["response"] == {"status": "VersionMismatch"}


def test_who_has_waited_in_vain_is_told_how_far_the_list_is(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(SendLocalListMaxLength="1")
    answers_at_once(sockets, monkeypatch, "Accepted")
    answered = put("A", "B", query={"wait": 1})
    assert (answered.status, answered.json["progress"]) == (202, "InProgress")
    assert (answered.json["partsAccepted"], answered.json["commandStatus"]) == (1, "Sent")


def test_who_waits_for_a_list_is_not_told_of_the_one_that_took_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sleep = time.sleep

    def another(seconds: float) -> None:
        monkeypatch.setattr(time, "sleep", sleep)
        put("B", at=NOON + SECOND)

    monkeypatch.setattr(time, "sleep", another)
    began = time.monotonic()
    answered = put("A", query={"wait": 20})
    assert time.monotonic() - began < 10
    assert (answered.status, answered.json["startedAt"]) == (202, "2026-06-01T12:00:00.000Z")


def test_nobody_may_wait_for_longer_than_the_function_lives() -> None:
    refused = put("A", query={"wait": 26})
    assert (refused.status, refused.fields) == (400, ["wait"])


@pytest.mark.parametrize("force", ["false", "true"])
def test_what_is_more_than_can_be_kept_is_refused_before_it_is_sent(
    force: str, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_list_items, "LARGEST_ITEM", 190)
    monkeypatch.setattr(domain, "MOST_ITEMS", 1)
    put("A")
    said()
    many = entries(*(f"{number:020x}" for number in range(40)))
    refused = patch({"entries": many}, query={"force": force})
    assert refused.status == 409
    assert "41 entries, which is more than is kept" in refused.json["detail"]
    assert [tags for _, _, tags in parts(sockets)] == [["A"]]


def test_a_list_in_several_items_is_shown_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_list_items, "LARGEST_ITEM", 90)
    put(*"ABCDEFGH")
    said()
    assert [one["idTag"] for one in known()["items"]] == list("ABCDEFGH")
