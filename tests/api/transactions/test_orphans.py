from datetime import timedelta
from typing import Any

import pytest

from csms.store import transactions
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import query
from tests.api.support import SUBJECT, Answered, ask
from tests.conftest import Says
from tests.inbound.support import begun, stop, stored
from tests.stored import orphans_of, provision, provision_id_tag
from tests.support import NOON

HOUR = timedelta(hours=1)
BY = {"by": SUBJECT, "name": "olga@example.com", "at": "2026-06-01T15:00:00.000Z"}


def orphan(says: Says, n: int = 0, charge_point_id: str = "CP1", **changes: Any) -> str:
    """A stop that went astray, received so many hours after noon; returns its digest."""
    at = NOON + n * HOUR
    told = stop(-1, **({"timestamp": at.isoformat()} | changes))
    says("StopTransaction", told, at=at, charge_point_id=charge_point_id)
    kept = orphans_of(charge_point_id)
    return max(kept, key=lambda one: one.received_at).digest


def judge(digest: str, what: str, **body: Any) -> Answered:
    path = f"/charge-points/CP1/orphans/{digest}/{what}"
    return ask("POST", path, role="operator", body={"note": "n"} | body, at=NOON + 3 * HOUR)


def digests(path: str = "/orphans", **query: Any) -> list[str]:
    answer = ask("GET", path, role="viewer", query=query, at=NOON + 3 * HOUR)
    assert answer.status == 200, answer.text
    return [item["digest"] for item in answer.json["items"]]


def test_the_newest_come_first_of_the_fleet_and_of_a_charge_point(says: Says) -> None:
    provision("CP2", security_profile=0)
    first, other, last = (
        orphan(says),
        orphan(says, 1, "CP2"),
        orphan(says, 2),
    )
    assert digests() == [last, other, first]
    assert digests(limit=1) == [last]
    own = "/charge-points/CP1/orphans"
    assert digests(own) == [last, first]
    assert digests(own, **{"from": "2026-06-01T14:00:00Z"}) == [last]
    assert digests(own, to="2026-06-01T14:00:00Z") == [first]
    assert digests(to="2026-06-01T13:00:00Z") == [first]


def test_a_stop_is_shown_with_what_it_may_have_meant(says: Says) -> None:
    meant = begun(says)
    begun(says, connectorId=2, meterStart=6000)
    begun(says, connectorId=3, timestamp="2026-06-01T12:00:01Z")
    says("StopTransaction", stop(begun(says, connectorId=4)))
    digest = orphan(says, idTag="CARD-1")
    expected = {
        "digest": digest,
        "chargePointId": "CP1",
        "status": "open",
        "transactionId": -1,
        "stoppedAt": "2026-06-01T12:00:00.000Z",
        "receivedAt": "2026-06-01T12:00:00.000Z",
        "meterStop": 5200,
        "idTag": "CARD-1",
        "reason": "Local",
        "why": "unknown transaction",
    }
    candidates = [
        {
            "transactionId": meant,
            "connectorId": 1,
            "idTag": "CARD-1",
            "startedAt": "2026-06-01T12:00:00.000Z",
            "meterStart": 4200,
        }
    ]
    assert ask("GET", "/orphans", at=NOON).json["items"] == [expected]
    shown = expected | {"candidates": candidates}
    assert ask("GET", "/charge-points/CP1/orphans", at=NOON).json["items"] == [shown]
    assert ask("GET", f"/charge-points/CP1/orphans/{digest}", role="viewer").json == shown


def test_an_orphan_ends_the_transaction_that_it_is_assigned_to(says: Says) -> None:
    provision_id_tag("CARD-1")
    number = begun(says)
    digest = orphan(says, reason="PowerLoss")
    answer = judge(digest, "assign", transactionId=number, note="the only one")
    assert answer.status == 200
    judgement = BY | {"note": "the only one"}
    assert answer.json["status"] == "assigned"
    assert answer.json["assignedTo"] == number
    assert answer.json["judgement"] == judgement
    shown = ask("GET", f"/charge-points/CP1/transactions/{number}").json
    assert (shown["status"], shown["meterStop"], shown["energy"]) == ("stopped", 5200, 1000)
    assert shown["stopReason"] == "PowerLoss"
    assert shown["assignedStop"] == judgement | {"digest": digest}
    assert transactions.running_for("CARD-1") == []
    resource = f"charge-points/CP1/transactions/{number}"
    (audited,) = query(AuditEntry, partition(resource))
    assert audited.details == {"assigned": {"orphan": digest, "note": "the only one"}}
    assert "candidates" not in ask("GET", f"/charge-points/CP1/orphans/{digest}").json


def test_an_orphan_from_before_the_start_is_assigned_by_force_alone_and_marked(says: Says) -> None:
    number = begun(says)
    digest = orphan(says, timestamp="2026-06-01T11:00:00Z")
    refused = judge(digest, "assign", transactionId=number)
    assert refused.status == 409
    assert "2026-06-01T12:00:00.000Z" in refused.json["detail"]
    assert ask("GET", f"/charge-points/CP1/transactions/{number}").json["status"] == "running"
    assert judge(digest, "assign", transactionId=number, force=True).status == 200
    shown = ask("GET", f"/charge-points/CP1/transactions/{number}").json
    assert shown["assignedStop"]["forced"] is True
    (audited,) = query(AuditEntry, partition(f"charge-points/CP1/transactions/{number}"))
    assert audited.details["assigned"]["forced"] is True


def test_an_orphan_that_names_none_and_tells_no_reading_ends_one_all_the_same(says: Says) -> None:
    number = begun(says, meterStart=None)
    digest = orphan(says, transactionId=None, meterStop=None)
    shown = ask("GET", f"/charge-points/CP1/orphans/{digest}").json
    assert not {"transactionId", "meterStop"} & set(shown)
    assert [one["transactionId"] for one in shown["candidates"]] == [number]
    assert "meterStart" not in shown["candidates"][0]
    assert judge(digest, "assign", transactionId=number).status == 200
    shown = ask("GET", f"/charge-points/CP1/transactions/{number}").json
    assert shown["status"] == "stopped"
    assert not {"meterStart", "meterStop", "energy"} & set(shown)


def test_an_orphan_takes_the_place_of_an_estimate(says: Says) -> None:
    number = begun(says)
    path = f"/charge-points/CP1/transactions/{number}"
    ask("POST", f"{path}/close", body={"note": "n"}, at=NOON + HOUR)
    assert judge(orphan(says), "assign", transactionId=number).status == 200
    shown = ask("GET", path).json
    assert shown["meterStop"] == 5200
    assert shown["estimate"]["replacedAt"] == "2026-06-01T15:00:00.000Z"


def test_a_stop_that_the_charge_point_told_of_is_not_replaced(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number, meterStop=4300))
    digest = orphan(says)
    assert judge(digest, "assign", transactionId=number).status == 409
    assert stored(number).meter_stop == 4300
    assert digests(status="open") == [digest]


def test_an_orphan_ends_one_transaction(says: Says) -> None:
    one, two = begun(says), begun(says, connectorId=2)
    digest = orphan(says)
    assert judge(digest, "assign", transactionId=one).status == 200
    assert judge(digest, "assign", transactionId=two).status == 409
    assert stored(two).stopped_at is None


def test_an_orphan_that_comes_again_stays_assigned(says: Says) -> None:
    number = begun(says)
    digest = orphan(says)
    judge(digest, "assign", transactionId=number)
    assert orphan(says) == digest
    assert digests(status="assigned") == [digest]


@pytest.mark.parametrize("number", [7, 8])
def test_an_orphan_is_assigned_to_what_is_there_of_its_own_charge_point(
    number: int, says: Says
) -> None:
    provision("CP2", security_profile=0)
    elsewhere = begun(says, charge_point_id="CP2")
    digest = orphan(says)
    assert judge(digest, "assign", transactionId=number).status == 404
    assert judge(digest, "assign", transactionId=elsewhere).status == 404
    assert judge("no-such", "assign", transactionId=number).status == 404


def test_an_orphan_is_dismissed_once_and_kept(says: Says) -> None:
    number = begun(says)
    digest = orphan(says)
    answer = judge(digest, "dismiss", note="a test")
    assert (answer.status, answer.json["status"]) == (200, "dismissed")
    assert answer.json["judgement"] == BY | {"note": "a test"}
    assert judge(digest, "dismiss").status == 409
    assert digests(status="dismissed") == digests() == [digest]
    assert digests(status="open") == []
    (audited,) = query(AuditEntry, partition(f"charge-points/CP1/orphans/{digest}"))
    assert audited.details == {"dismissed": {"note": "a test"}}
    assert judge(digest, "assign", transactionId=number).status == 200
    assert digests(status="assigned") == [digest]


@pytest.mark.parametrize("what", ["assign", "dismiss"])
def test_a_viewer_judges_nothing(what: str, says: Says) -> None:
    path = f"/charge-points/CP1/orphans/{orphan(says)}/{what}"
    assert ask("POST", path, role="viewer", body={"note": "n", "transactionId": 1}).status == 403


def test_a_charge_point_that_is_not_there_has_none(cp1: str) -> None:
    assert ask("GET", "/charge-points/CP1/orphans").json == {"items": []}
    assert ask("GET", "/charge-points/CP9/orphans").status == 404
    assert ask("GET", "/charge-points/CP1/orphans/none").status == 404
