from api.transactions.orphan_views import CANDIDATE, EXAMPLE, JUDGED, Orphan, status_of, view
from csms.store.transactions import OrphanStop
from tests.csms.store.transactions.test_records import transaction
from tests.support import NOON


def orphan() -> OrphanStop:
    stray = OrphanStop.of("CP1", "stray")
    stray.transaction_id, stray.meter_stop, stray.reason = -1, 5200, "Local"
    stray.why, stray.stopped_at, stray.received_at = "unknown transaction", NOON, NOON
    return stray


def test_the_example_is_such_a_view() -> None:
    example = EXAMPLE | {"candidates": [CANDIDATE], "judgement": JUDGED}
    shown = Orphan.model_validate(example)
    assert shown.model_dump(mode="json", by_alias=True, exclude_none=True) == example


def test_an_orphan_is_open_until_it_is_judged() -> None:
    stray = orphan()
    assert status_of(stray) == "open"
    stray.judgement = dict(JUDGED)
    assert status_of(stray) == "dismissed"
    stray.assigned_to = 7
    assert status_of(stray) == "assigned"


def test_candidates_are_shown_where_they_were_looked_for() -> None:
    stray = orphan()
    assert view(stray).candidates is None
    (candidate,) = view(stray, [transaction()]).candidates or []
    assert candidate.transaction_id == 7
    stray.assigned_to = 7
    assert view(stray, [transaction()]).candidates is None


def test_a_stop_that_names_none_and_tells_no_reading_may_mean_whatever_ran() -> None:
    stray = orphan()
    stray.transaction_id, stray.meter_stop = None, None
    stray.why, stray.as_sent = "no transaction named", {"meterStop": "n/a"}
    begun = transaction()
    begun.meter_start = None
    shown = view(stray, [begun, transaction(8)]).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    assert not {"transactionId", "meterStop"} & set(shown)
    assert shown["asSent"] == {"meterStop": "n/a"}
    told = [(one["transactionId"], one.get("meterStart")) for one in shown["candidates"]]
    assert told == [(7, None), (8, 4200)]
