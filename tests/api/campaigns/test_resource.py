from typing import Any

import pytest

from api.campaigns import resource
from csms.credentials import hash_password
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import get, query
from tests.api.campaigns.support import NEW, PATH, looked_at, made, make, shown
from tests.api.support import answered, ask, event_of
from tests.campaigns import kept, states, there
from tests.csms.command_steps import take_tasks
from tests.images import ID, brought
from tests.stored import provision
from tests.support import NOON, Sockets

pytestmark = pytest.mark.usefixtures("store")


def test_a_campaign_is_made_and_somebody_looks_at_it() -> None:
    answered = make(phases=[{"count": 1, "successThreshold": 0.5}])
    campaign_id = answered.json["campaignId"]
    assert answered.headers["location"] == f"{PATH}/{campaign_id}"
    assert answered.json == {
        "campaignId": campaign_id,
        "name": "spring",
        "status": "scheduled",
        "firmwareVersion": "2.0",
        "plan": {
            "phases": [{"count": 1, "successThreshold": 0.5, "nextPhase": "automatic"}],
            "rollout": {"concurrency": 20},
            "abort": [],
            "whileCharging": "wait",
            "endBehaviour": "finish",
        },
        "createdAt": "2026-06-01T12:00:00.000Z",
        "createdBy": "olga@example.com",
        "startTime": "2026-06-01T12:00:00.000Z",
        "endTime": "2026-07-01T12:00:00.000Z",
        "phase": 1,
        "waitsForNextPhase": False,
        "progress": {"total": 2, "queued": 2, "inProgress": 0, "ended": 0, "ends": {}},
        "phases": 2 * [{"total": 1, "queued": 1, "inProgress": 0, "ended": 0, "ends": {}}],
    }
    assert take_tasks() == [{"task": "follow-campaign", "campaignId": campaign_id}]
    assert kept(campaign_id).attempt_at == NOON
    (entry,) = query(AuditEntry, partition(f"campaigns/{campaign_id}"))
    assert entry.details["created"]["chargePoints"] == 2
    assert shown(campaign_id) == answered.json


def test_a_draft_waits_for_an_operator() -> None:
    campaign_id = made(draft=True)
    assert (shown(campaign_id)["status"], take_tasks()) == ("draft", [])
    looked_at(campaign_id)
    assert shown(campaign_id)["status"] == "draft"


def test_how_far_it_is_can_be_seen_for_each_charge_point(sockets: Sockets) -> None:
    there("A", connected=False)
    there("B")
    campaign_id = made(phases=[{"count": 1}])
    looked_at(campaign_id)
    assert shown(campaign_id)["status"] == "rolling out"
    assert shown(campaign_id)["progress"]["queued"] == 2
    targets = ask("GET", f"{PATH}/{campaign_id}/targets", role="viewer", query={"limit": 1}).json
    assert targets["items"] == [
        {
            "chargePointId": "A",
            "phase": 1,
            "state": "queued",
            "waitsFor": "connection",
            "ended": False,
        }
    ]
    rest = {"cursor": targets["cursor"], "limit": 1}
    following = ask("GET", f"{PATH}/{campaign_id}/targets", query=rest).json
    assert [one["phase"] for one in following["items"]] == [2]
    none = ask("GET", f"{PATH}/{campaign_id}/targets", query={"state": "failed"}).json
    assert none["items"] == []


def test_they_are_listed_the_newest_first_and_by_status() -> None:
    first, second = made(), made(draft=True)
    listed = ask("GET", PATH, role="viewer").json["items"]
    assert {one["campaignId"] for one in listed} == {first, second}
    drafts = ask("GET", PATH, query={"status": "draft"}).json["items"]
    assert [one["campaignId"] for one in drafts] == [second]


def test_many_charge_points_stand_in_the_order_of_the_list() -> None:
    many = [f"A{number}" for number in range(250)]
    campaign_id = made(targets={"chargePointIds": many})
    assert list(states(campaign_id)) == many


def test_a_filter_is_worked_out_when_it_starts(sockets: Sockets) -> None:
    there("A")
    campaign_id = made(targets={"filter": {"vendor": "V"}})
    assert shown(campaign_id)["filter"] == {"vendor": "V"}
    assert shown(campaign_id)["progress"]["total"] == 0
    there("B")
    looked_at(campaign_id)
    assert states(campaign_id) == {"A": "requested", "B": "requested"}


TOO_MANY = [str(number) for number in range(10_001)]
FIRMWARE = {"location": "https://files.example/firmware.bin"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"targets": {}}, "targets"),
        ({"targets": {"chargePointIds": ["A"], "filter": {"vendor": "V"}}}, "targets"),
        ({"targets": {"chargePointIds": ["A", "A"]}}, "targets"),
        ({"targets": {"chargePointIds": []}}, "targets.chargePointIds"),
        ({"targets": {"chargePointIds": TOO_MANY}}, "targets.chargePointIds"),
        ({"targets": {"filter": {}}}, "targets.filter"),
        ({"phases": [{}]}, "phases.0"),
        ({"phases": [{"count": 1, "share": 0.5}]}, "phases.0"),
        ({"phases": [{"share": 1.5}]}, "phases.0.share"),
        ({"rollout": {"concurrency": 0}}, "rollout.concurrency"),
        ({"abort": [{"on": "installed", "share": 0.5}]}, "abort.0.on"),
        ({"abort": [{"on": "failed", "share": 1}]}, "abort.0.share"),
        ({"window": {"from": "25:00", "to": "05:00", "timeZone": "UTC"}}, "window.from"),
        ({"window": {"from": "22:00", "to": "05:00", "timeZone": "Nowhere"}}, "window.timeZone"),
        ({"endTime": "2026-06-01T11:00:00Z"}, "endTime"),
        ({"endTime": "2028-06-01T11:00:00Z"}, "endTime"),
        ({"firmware": FIRMWARE | {"signature": "s"}}, "firmware"),
        ({"firmware": {"location": "no address"}}, "location"),
        (
            {"firmware": {"location": "https://u:secret@files.example/f.bin"}},
            "firmware.location",
        ),
        (
            {"firmware": {"location": 600 * "x", "signature": "s", "signingCertificate": "c"}},
            "firmware.location",
        ),
    ],
)
def test_what_makes_no_campaign_is_refused(wrong: dict[str, Any], field: str) -> None:
    refused = make(**wrong)
    assert (refused.status, refused.fields[:1]) == (400, [field])


def test_what_is_not_there_is_not_found_and_viewers_only_look() -> None:
    assert make("viewer").status == 403
    for path in (f"{PATH}/none", f"{PATH}/none/targets"):
        assert ask("GET", path).status == 404


def test_a_campaign_of_an_image_sends_each_to_an_address_of_ours(sockets: Sockets) -> None:
    there("A")
    brought()
    campaign_id = made(firmware={"image": ID, "firmwareVersion": "2.0"})
    assert shown(campaign_id)["image"] == ID
    looked_at(campaign_id)
    (sent,) = sockets.frames
    assert f"/images/{ID}/fw.bin" in sent[3]["location"]
    refused = ask("DELETE", f"/firmware-images/{ID}")
    assert (refused.status, refused.json["detail"]) == (
        409,
        f"it is used until campaigns/{campaign_id} has ended",
    )


def test_an_image_that_nobody_can_fetch_makes_no_campaign(monkeypatch: pytest.MonkeyPatch) -> None:
    assert make(firmware={"image": ID}).status == 409
    brought()
    monkeypatch.setenv("FILES_URL", "")
    assert make(firmware={"image": ID}).status == 409
    assert make(firmware=FIRMWARE | {"image": ID}).status == 400


KEY = {"Idempotency-Key": "k"}


def test_the_same_key_is_the_same_campaign() -> None:
    first, second = (ask("POST", PATH, body=NEW, headers=KEY) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert first.json["campaignId"] == second.json["campaignId"]
    assert first.headers["location"] == second.headers["location"]
    assert len(ask("GET", PATH).json["items"]) == 1
    assert len(take_tasks()) == 1


def test_a_key_of_another_campaign_or_operator_is_another() -> None:
    ask("POST", PATH, body=NEW, headers=KEY)
    assert ask("POST", PATH, body=NEW | {"name": "autumn"}, headers=KEY).status == 422
    event = event_of("POST", PATH, body=NEW, headers=KEY)
    event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"] = "another"
    assert answered(event).status == 201
    assert len(ask("GET", PATH).json["items"]) == 2


def test_of_two_at_the_same_time_one_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    first = ask("POST", PATH, body=NEW, headers=KEY).json
    looks = iter([lambda _: None])
    monkeypatch.setattr(resource, "get", lambda key: next(looks, get)(key))
    second = ask("POST", PATH, body=NEW, headers=KEY)
    assert (second.status, second.json["campaignId"]) == (201, first["campaignId"])


def test_keys_are_rotated_without_a_firmware(sockets: Sockets) -> None:
    there("A")
    provision("A", security_profile=2, password_hash=hash_password("the old key of A"))
    body = {"name": "keys", "rotateKeys": True, "targets": {"chargePointIds": ["A"]}}
    answered = ask("POST", PATH, role="operator", body=body)
    assert answered.status == 201, answered.text
    campaign_id = answered.json["campaignId"]
    assert answered.json["rotateKeys"] is True
    looked_at(campaign_id)
    (one,) = ask("GET", f"{PATH}/{campaign_id}/targets").json["items"]
    assert (one["state"], one["commandId"]) == ("requested", sockets.frames[0][1])
    assert "updateId" not in one


def test_they_are_listed_between_two_times() -> None:
    days = [NOON.replace(month=5, day=31), NOON, NOON.replace(day=2)]
    ids = [ask("POST", PATH, body=NEW, at=day).json["campaignId"] for day in days]
    between = {"from": "2026-05-31T12:00:00.001Z", "to": "2026-06-02T12:00:00Z"}
    listed = ask("GET", PATH, query=between, at=NOON.replace(day=3)).json["items"]
    assert [one["campaignId"] for one in listed] == ids[1:2]
