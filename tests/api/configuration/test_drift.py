from typing import Any

import pytest

from csms.store.reported import charge_point_state
from csms.wire.ocpp16 import Call
from tests.api.support import Answered, ask
from tests.csms.command_steps import answer, connected, open_call
from tests.outbound.support import configured
from tests.stored import provision
from tests.support import NOON, Sockets

APPLY = "/configuration-templates/one/apply"
DRIFT = "/charge-points/CP1/configuration/drift"


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def template(vendor: str | None = None, **values: str) -> None:
    body: dict[str, object] = {"values": values}
    if vendor:
        body["vendor"] = vendor
    ask("PUT", "/configuration-templates/one", body=body)


def apply(*charge_point_ids: str, headers: Any = None, **body: Any) -> Answered:
    asked = {"chargePointIds": list(charge_point_ids or ["CP1"])} | body
    return ask("POST", APPLY, role="operator", body=asked, headers=headers)


def drift() -> list[tuple[str, str, str | None]]:
    shown = ask("GET", DRIFT, role="viewer", query={"template": "one"}).json
    return [(one["key"], one["drift"], one.get("known")) for one in shown["items"]]


def test_drift_is_what_differs_or_is_not_known() -> None:
    template(Same="1", Other="2", Hidden="3", Fixed="4", Unread="5", Flag="TRUE")
    configured(Same="1", Other="x", Hidden=None, Flag="true", readonly=False)
    configured(Fixed="x")
    assert drift() == [
        ("Other", "Different", "x"),
        ("Hidden", "NotKnown", None),
        ("Fixed", "ReadOnly", "x"),
        ("Unread", "NotKnown", None),
    ]


def test_a_key_that_the_charge_point_does_not_have_is_drift_of_its_own() -> None:
    template(A="1")
    assert drift() == [("A", "NotKnown", None)]
    configured(B="1", complete=True)
    assert drift() == [("A", "NoSuchKey", None)]


def test_drift_says_whether_the_template_is_for_this_model() -> None:
    template(vendor="ACME", A="1")
    query = {"template": "one"}
    assert ask("GET", DRIFT, query=query).json["isForThisModel"] is True
    charge_point_state.booted(Call("CP1", "", NOON), {"chargePointVendor": "Other"})
    assert ask("GET", DRIFT, query=query).json["isForThisModel"] is False
    assert ask("GET", DRIFT, query={"template": "two"}).status == 404
    assert ask("GET", DRIFT).fields == ["template"]


def test_only_what_differs_is_set_in_the_templates_order(sockets: Sockets) -> None:
    template(C="3", Same="1", A="1")
    configured(Same="1", readonly=False)
    sockets.posted.clear()
    results = apply().json["items"]
    assert [(one["key"], one["status"]) for one in results] == [("C", "Sent"), ("A", "Queued")]
    answer(open_call() or "", at=NOON)
    answer(open_call() or "", at=NOON)
    assert [frame[3] for frame in sockets.frames] == [
        {"key": "C", "value": "3"},
        {"key": "A", "value": "1"},
    ]
    assert apply().json["items"] == []


def test_what_cannot_be_set_says_why(sockets: Sockets) -> None:
    template(Fixed="4", A="1")
    configured(Fixed="x")
    sockets.posted.clear()
    fixed, other = apply().json["items"]
    assert (fixed["key"], fixed["problem"]["status"]) == ("Fixed", 409)
    assert other["status"] == "Sent"
    forced = apply(force=True).json["items"]
    assert [one["status"] for one in forced] == ["Queued", "Queued"]


def test_a_charge_point_of_another_model_or_none_is_left_alone(sockets: Sockets) -> None:
    template(vendor="ACME", A="1")
    charge_point_state.booted(Call("CP1", "", NOON), {"chargePointVendor": "Other"})
    one, nine = apply("CP1", "CP9").json["items"]
    assert (one["problem"]["status"], nine["problem"]["status"]) == (409, 404)
    assert sockets.frames == []
    assert apply(force=True).json["items"][0]["status"] == "Sent"


def test_an_idempotency_key_holds_for_each_key(sockets: Sockets) -> None:
    template(A="1", B="2")
    key = {"Idempotency-Key": "k"}
    first = apply(headers=key).json["items"]
    answer(open_call() or "", at=NOON)  # A is as it should be, and no longer asked for
    (again,) = apply(headers=key).json["items"]
    assert again["commandId"] == first[1]["commandId"]
    assert len(sockets.frames) == 2


def test_more_than_can_be_done_in_time_is_refused(sockets: Sockets) -> None:
    template(**{f"K{number}": "1" for number in range(76)})
    provision("CP2", security_profile=0)
    assert apply("CP1", "CP2").status == 413
    assert sockets.frames == []


def test_nobody_is_named_twice_and_the_template_is_there() -> None:
    assert apply().status == 404
    template(A="1")
    assert apply("CP1", "CP1").fields == ["chargePointIds.1"]
