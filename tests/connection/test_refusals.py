"""Who comes around the edge is refused, and seen like others that are."""

from typing import NoReturn

import pytest

from csms.store.reported import inbox, security_events
from csms.store.reported.security_events import NOBODY, OwnSecurityEvent
from csms.store.table import calls, query
from tests.api.support import ask
from tests.connection.support import authorize
from tests.stored import failures_of, messages_of_day
from tests.support import NOON

IT = "it did not come through the edge"
ADDRESS = "130.176.1.2"  # API Gateway's word, for the header is of nobody knows whom


def test_it_is_told_of_the_charge_point_that_it_claims_to_be(cp1: str) -> None:
    for _ in range(2):
        authorize(x_origin_secret=None)
    (event,) = failures_of(cp1, security_events.REFUSED)
    assert (event.reason, event.source_ip, event.tries) == (IT, ADDRESS, 2)
    (line,) = messages_of_day(cp1, NOON)
    assert line.error == f"handshake refused: 403 {IT}"


def test_connectivity_tells_it_and_what_helps(cp1: str) -> None:
    authorize(x_origin_secret="wrong")
    found = ask("GET", "/charge-points/CP1/connectivity", at=NOON).json
    assert (found["state"], found["reason"]) == ("refused", IT)
    assert "host of the deployment" in found["remedies"][0]


@pytest.mark.parametrize(
    ("claimed", "who"), [("NEW", "NEW"), ("%", "somebody"), (None, "somebody")]
)
def test_of_whom_nobody_knows_it_is_told_as_of_nobody(
    claimed: str | None, who: str, store: None
) -> None:
    authorize(x_origin_secret=None, x_ocpp_identity=claimed)
    (event,) = query(OwnSecurityEvent, NOBODY)
    assert event.reason == f"{who} did not come through the edge"
    assert inbox.strangers() == []


def test_it_is_found_by_the_name_that_it_claims(store: None) -> None:
    authorize(x_origin_secret=None, x_ocpp_identity="NEW")
    found = ask("GET", "/charge-points/NEW/connectivity", at=NOON).json
    assert found["reason"].startswith("NEW did not come through the edge")
    assert "host of the deployment" in found["remedies"][0]


def test_a_store_that_fails_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> NoReturn:
        raise OSError

    monkeypatch.setattr(calls, "call", fails)
    policy = authorize(x_origin_secret=None)
    assert policy["policyDocument"]["Statement"][0]["Effect"] == "Deny"
