from datetime import datetime, timedelta
from typing import Any

import pytest

from api.transactions import changes as module
from csms.store import transactions
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import query
from csms.store.transactions import corrections
from csms.wire.ocpp16 import spell_time
from tests.api.support import SUBJECT, Answered, ask
from tests.conftest import Says
from tests.inbound.support import begun, meter_values, reading, stop, stored
from tests.stored import orphans_of, problems_of, provision_id_tag
from tests.support import NOON

HOUR = timedelta(hours=1)
LATER = NOON + 3 * HOUR
BY = {"by": SUBJECT, "name": "olga@example.com", "at": "2026-06-01T15:00:00.000Z"}


def change(what: str, number: int, /, at: datetime = LATER, **asked: Any) -> Answered:
    headers = asked.pop("headers", {})
    path = f"/charge-points/CP1/transactions/{number}/{what}"
    body = {"note": "lost"} | asked
    return ask("POST", path, role="operator", body=body, headers=headers, at=at)


def audited(number: int) -> list[dict[str, Any]]:
    entries = query(AuditEntry, partition(f"charge-points/CP1/transactions/{number}"))
    return [one.details for one in entries]


def test_a_transaction_whose_stop_is_lost_is_closed_at_its_last_reading(says: Says) -> None:
    provision_id_tag("CARD-1")
    number = begun(says)
    readings = meter_values(reading(NOON + HOUR, "4812.5"), transactionId=number)
    says("MeterValues", readings)
    answer = change("close", number, reason="PowerLoss")
    assert answer.status == 200
    assert answer.headers["etag"] == '"1"'
    told = {"stoppedAt": "2026-06-01T13:00:00.000Z", "meterStop": 4813}
    shown = answer.json
    assert shown["status"] == "stopped"
    assert {name: shown[name] for name in told} == told
    assert (shown["energy"], shown["stopReason"]) == (613, "PowerLoss")
    assert shown["estimate"] == told | BY | {"reason": "PowerLoss", "note": "lost"}
    assert "stopReceivedAt" not in shown
    assert transactions.running_for("CARD-1") == []
    assert ask("GET", "/transactions", query={"status": "running"}).json["items"] == []
    assert audited(number) == [{"closed": told | {"reason": "PowerLoss", "note": "lost"}}]


def test_without_a_reading_it_is_closed_now_and_without_energy(says: Says) -> None:
    shown = change("close", begun(says)).json
    assert shown["stoppedAt"] == "2026-06-01T15:00:00.000Z"
    assert (shown["meterStop"], shown["energy"], shown["stopReason"]) == (4200, 0, "Other")


def test_what_has_told_no_reading_at_all_is_closed_without_one(says: Says) -> None:
    number = begun(says, meterStart=None)
    shown = change("close", number).json
    assert shown["status"] == "stopped"
    assert not {"meterStart", "meterStop", "energy"} & set(shown)
    assert "meterStop" not in shown["estimate"]
    assert "meterStop" not in audited(number)[0]["closed"]


def test_what_began_without_a_reading_is_closed_at_its_last_one(says: Says) -> None:
    number = begun(says, meterStart=None)
    says("MeterValues", meter_values(reading(NOON + HOUR, "4812.5"), transactionId=number))
    shown = change("close", number).json
    assert shown["meterStop"] == 4813
    assert not {"meterStart", "energy"} & set(shown)


def test_what_began_without_a_reading_may_be_closed_at_any(says: Says) -> None:
    number = begun(says, meterStart=None)
    assert change("close", number, meterStop=-5).json["meterStop"] == -5


def test_readings_that_were_never_told_are_put_right_and_never_shown_as_reported(
    says: Says,
) -> None:
    number = begun(says, meterStart=None)
    says("StopTransaction", stop(number, meterStop=None))
    first = change("repair", number, meterStop=5200).json
    assert not {"meterStart", "energy"} & set(first)
    for meter_start in (4300, 4200):
        shown = change("repair", number, meterStart=meter_start).json
    assert (shown["meterStart"], shown["meterStop"], shown["energy"]) == (4200, 5200, 1000)
    assert shown["reported"] == {"stoppedAt": "2026-06-01T12:00:00.000Z"}
    assert shown["corrections"][0]["before"] == {}
    assert shown["corrections"][1]["after"] == {"meterStart": 4300, "energy": 900}


def test_energy_may_be_said_where_a_reading_is_lacking(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number, meterStop=None))
    shown = change("repair", number, energy=1000).json
    assert (shown["energy"], shown["meterStart"]) == (1000, 4200)
    assert "meterStop" not in shown


def test_an_estimate_gives_way_to_a_stop_without_a_reading(says: Says) -> None:
    number = begun(says)
    change("close", number, meterStop=9999)
    says("StopTransaction", stop(number, meterStop=None), at=LATER + HOUR)
    shown = ask("GET", f"/charge-points/CP1/transactions/{number}").json
    assert not {"meterStop", "energy"} & set(shown)
    assert shown["estimate"]["meterStop"] == 9999


def test_it_is_closed_as_the_operator_says(says: Says) -> None:
    number = begun(says)
    shown = change("close", number, stoppedAt="2026-06-01T14:30:00+02:00", meterStop=5000).json
    assert shown["stoppedAt"] == "2026-06-01T12:30:00.000Z"
    assert (shown["meterStop"], shown["energy"]) == (5000, 800)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"stoppedAt": "2026-06-01T15:00:01Z"}, "stoppedAt"),
        ({"stoppedAt": "2026-06-01T11:59:59Z"}, "stoppedAt"),
        ({"meterStop": 4199}, "meterStop"),
        ({"reason": "Bored"}, "reason"),
        ({"note": "  "}, "note"),
        ({"note": None}, "note"),
        ({"energy": 5}, "energy"),
    ],
)
def test_what_makes_no_sense_does_not_close_it(
    wrong: dict[str, Any], field: str, says: Says
) -> None:
    number = begun(says)
    answer = change("close", number, **wrong)
    assert (answer.status, answer.fields) == (400, [field])
    assert stored(number).stopped_at is None
    assert audited(number) == []


def test_the_real_stop_takes_the_place_of_the_estimate_and_both_are_shown(says: Says) -> None:
    number = begun(says)
    closed = change("close", number, meterStop=4300).json
    real = stop(number, meterStop=5200, reason="EVDisconnected", idTag="CARD-1")
    for _ in range(2):  # as charge points repeat themselves
        says("StopTransaction", real, at=LATER + HOUR)
    answer = ask("GET", f"/charge-points/CP1/transactions/{number}")
    shown = answer.json
    assert answer.headers["etag"] == '"2"'
    assert shown["stoppedAt"] == "2026-06-01T12:00:00.000Z"
    assert shown["stopReceivedAt"] == "2026-06-01T16:00:00.000Z"
    assert (shown["meterStop"], shown["energy"]) == (5200, 1000)
    assert shown["stopReason"] == "EVDisconnected"
    replaced = {"replacedAt": "2026-06-01T16:00:00.000Z"}
    assert shown["estimate"] == closed["estimate"] | replaced
    assert orphans_of("CP1") == []


def test_another_stop_after_the_real_one_is_still_an_orphan(says: Says) -> None:
    number = begun(says)
    change("close", number)
    says("StopTransaction", stop(number))
    says("StopTransaction", stop(number, meterStop=9999))
    assert stored(number).meter_stop == 5200
    assert [one.meter_stop for one in orphans_of("CP1")] == [9999]


@pytest.mark.parametrize(
    ("tag", "status"), [(None, 409), ("*", 409), ('"0"', 412), ('"1"', 409), ('"7"', 412)]
)
def test_a_stop_that_came_meanwhile_wins(tag: str | None, status: int, says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    answer = change("close", number, headers={"if-match": tag} if tag else {})
    assert answer.status == status
    assert stored(number).estimate is None
    assert audited(number) == []


@pytest.mark.parametrize(("tag", "status"), [(None, 409), ('"0"', 412)])
def test_a_stop_that_comes_while_it_is_closed_wins(
    tag: str | None, status: int, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun(says)
    close = corrections.close

    def slowly(*given: Any) -> None:
        says("StopTransaction", stop(number))
        close(*given)

    monkeypatch.setattr(corrections, "close", slowly)
    assert change("close", number, headers={"if-match": tag} if tag else {}).status == status
    assert stored(number).estimate is None
    assert stored(number).meter_stop == 5200


def test_it_is_closed_once(says: Says) -> None:
    number = begun(says)
    first = change("close", number, headers={"if-match": '"0"'})
    again = change("close", number, LATER + HOUR)
    assert first.status == again.status == 200
    assert first.json == again.json
    assert len(audited(number)) == 1
    for other in ({"meterStop": 4300}, {"note": "found"}, {"reason": "PowerLoss"}):
        assert change("close", number, **other).status == 409
    assert change("close", number, meterStop=4200).status == 200


def test_what_its_charge_point_has_stopped_is_not_closed_again(says: Says) -> None:
    number = begun(says)
    assert change("close", number).status == 200
    says("StopTransaction", stop(number))
    assert change("close", number).status == 409


@pytest.mark.parametrize(
    ("told", "expected", "minutes"),
    [
        (["4300", "4400", "100"], 4400, 2),
        (["4300", "4100"], 4300, 1),
        (["4300", "99999999", "4400", "4500"], 4500, 4),
        (["4300", "4400", "4300"], 4400, 2),
        (["100", "200"], 4200, 180),
    ],
    ids=["falls below its start", "falls below", "a jump", "goes backward", "never above it"],
)
def test_it_is_closed_at_its_last_plausible_reading(
    told: list[str], expected: int, minutes: int, says: Says
) -> None:
    number = begun(says)
    for minute, value in enumerate(told, start=1):
        at = NOON + minute * timedelta(minutes=1)
        says("MeterValues", meter_values(reading(at, value), transactionId=number), at=at)
    shown = change("close", number).json
    assert shown["meterStop"] == expected
    assert shown["stoppedAt"] == spell_time(NOON + minutes * timedelta(minutes=1))


def test_only_its_own_readings_count(says: Says) -> None:
    number, other = begun(says), begun(says, connectorId=2)
    says("MeterValues", meter_values(reading(NOON + HOUR, "9000"), transactionId=other))
    assert change("close", number).json["meterStop"] == 4200


def test_a_problem_ends_with_the_transaction_that_cannot_be_running(says: Says) -> None:
    number = begun(says)
    begun(says, meterStart=5000)
    assert [one.transaction_id for one in problems_of("CP1")] == [number]
    assert change("close", number).status == 200
    assert problems_of("CP1") == []


def test_a_register_does_not_move_a_closed_transaction(says: Says) -> None:
    number = begun(says)
    change("close", number, meterStop=4300)
    says("MeterValues", meter_values(reading(LATER, "9999"), transactionId=number))
    assert stored(number).energy == 100


def test_a_correction_shows_what_was_reported_beside_it(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    first = change("repair", number, meterStart=4300, note="read off")
    assert first.status == 200
    assert first.headers["etag"] == '"2"'
    shown = change("repair", number, stoppedAt="2026-06-01T12:30:00Z", meterStart=4400).json
    reported = {
        "meterStart": 4200,
        "meterStop": 5200,
        "stoppedAt": "2026-06-01T12:00:00.000Z",
        "energy": 1000,
    }
    assert shown["reported"] == first.json["reported"] == reported
    assert (shown["meterStart"], shown["energy"]) == (4400, 800)
    assert shown["stoppedAt"] == "2026-06-01T12:30:00.000Z"
    assert shown["corrections"] == [
        BY
        | {
            "note": "read off",
            "before": {"meterStart": 4200, "energy": 1000},
            "after": {"meterStart": 4300, "energy": 900},
        },
        BY
        | {
            "note": "lost",
            "before": {"meterStart": 4300, "energy": 900, "stoppedAt": reported["stoppedAt"]},
            "after": {
                "meterStart": 4400,
                "energy": 800,
                "stoppedAt": "2026-06-01T12:30:00.000Z",
            },
        },
    ]
    assert [set(one["repaired"]) for one in audited(number)] == 2 * [{"before", "after", "note"}]


def test_energy_may_be_said_where_the_meter_does_not_tell_it(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number, meterStop=10))
    answer = change("repair", number, meterStop=20)
    assert (answer.status, answer.fields) == (400, ["energy"])
    shown = change("repair", number, energy=1000.5).json
    assert (shown["energy"], shown["meterStop"]) == (1000.5, 10)
    assert shown["reported"]["energy"] == -4190


def test_an_estimate_that_was_corrected_gives_way_too_but_the_start_stays(says: Says) -> None:
    number = begun(says)
    change("close", number, meterStop=4300)
    shown = change("repair", number, meterStart=4250, meterStop=4400).json
    assert shown["reported"] == {"meterStart": 4200}
    says("StopTransaction", stop(number))
    shown = ask("GET", f"/charge-points/CP1/transactions/{number}").json
    assert (shown["meterStart"], shown["meterStop"], shown["energy"]) == (4250, 5200, 950)
    assert shown["reported"] == {
        "meterStart": 4200,
        "meterStop": 5200,
        "stoppedAt": "2026-06-01T12:00:00.000Z",
        "energy": 1000,
    }
    shown = change("repair", number, meterStop=5300).json
    assert shown["reported"]["meterStop"] == 5200


def test_a_stop_that_comes_while_the_estimate_is_corrected_counts_from_the_new_start(
    says: Says,
) -> None:
    number = begun(says)
    change("close", number)
    before = stored(number)
    change("repair", number, meterStart=4100)
    told = transactions.Stop(NOON, NOON, 5200, None, "Local", "digest")
    assert transactions.end(before, told)
    assert stored(number).energy == 1100


def test_what_runs_cannot_be_repaired(says: Says) -> None:
    number = begun(says)
    assert change("repair", number, meterStart=1).status == 409
    assert change("repair", 8, meterStart=1).status == 404
    assert stored(number).meter_start == 4200


def test_a_correction_of_what_has_been_corrected_since_is_refused(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    assert change("repair", number, meterStart=1, headers={"if-match": '"1"'}).status == 200
    assert change("repair", number, meterStart=2, headers={"if-match": '"1"'}).status == 412
    assert stored(number).meter_start == 1


def test_two_corrections_at_once_are_both_kept(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    correct = corrections.correct

    def slowly(*given: Any) -> None:
        monkeypatch.setattr(corrections, "correct", correct)
        change("repair", number, meterStart=4100, note="other")
        correct(*given)

    monkeypatch.setattr(corrections, "correct", slowly)
    shown = change("repair", number, meterStop=5300).json
    assert [one["note"] for one in shown["corrections"]] == ["other", "lost"]
    assert (shown["meterStart"], shown["meterStop"], shown["energy"]) == (4100, 5300, 1200)


def test_a_correction_that_changes_nothing_is_none(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    shown = change("repair", number, meterStart=4200).json
    assert "corrections" not in shown
    assert audited(number) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"stoppedAt": "2026-06-01T15:00:01Z"}, "stoppedAt"),
        ({"energy": -1}, "energy"),
        ({"meterStart": 10**16}, "meterStart"),
        ({"meterStart": 1.5}, "meterStart"),
    ],
)
def test_what_makes_no_sense_is_no_correction(
    wrong: dict[str, Any], field: str, says: Says
) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    answer = change("repair", number, **wrong)
    assert (answer.status, answer.fields) == (400, [field])


def test_there_are_not_too_many_corrections(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CORRECTIONS", 1)
    number = begun(says)
    says("StopTransaction", stop(number))
    assert change("repair", number, meterStart=1).status == 200
    assert change("repair", number, meterStart=2).status == 409


@pytest.mark.parametrize("what", ["close", "repair"])
def test_a_viewer_changes_nothing(what: str, says: Says) -> None:
    path = f"/charge-points/CP1/transactions/{begun(says)}/{what}"
    assert ask("POST", path, role="viewer", body={"note": "n"}).status == 403
