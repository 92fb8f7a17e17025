"""How the two kinds of charge points at the door are shown: refused, or waiting for acceptance."""

from typing import Any

import pytest

from api.charge_points.inbox_views import Stranger, stranger_view, waiting_views
from csms.store.provisioned import strangers
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections, inbox
from csms.store.table import perform, update
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")

ADDRESS = "203.0.113.9"
SPELLED = "2026-06-01T12:00:00.000Z"
CAME = {"sourceIp": ADDRESS, "firstAt": SPELLED, "lastAt": SPELLED, "attempts": 1}


def takes_in(identity: str, profile: int, **known_by: str) -> None:
    strangers.take_in(identity, profile, NOON, source_ip=ADDRESS, generation="first", **known_by)


def shown(stranger: Stranger) -> Any:
    return stranger.model_dump(mode="json", by_alias=True, exclude_none=True)


def test_one_that_is_refused_is_shown_with_what_it_tried() -> None:
    inbox.knocked("CP7", NOON, source_ip=ADDRESS, certificate_subject="CN=CP7")
    (stranger,) = inbox.strangers()
    seen = shown(stranger_view(stranger))
    assert seen == {"identity": "CP7", "certificateSubject": "CN=CP7", **CAME}


def test_one_that_waits_is_shown_with_all_that_is_known() -> None:
    takes_in("NEW", 1, password_hash="hash")
    connections.opened(
        "NEW", "one", NOON, security_profile=1, source_ip=ADDRESS, generation="first"
    )
    boot = {"chargePointVendor": "V", "chargePointModel": "M"}
    perform(update(ChargePoint.of("NEW"), [ChargePoint.boot.set(boot)]))
    (waiting,) = waiting_views(strangers.waiting(2))
    assert shown(waiting) == {
        "identity": "NEW",
        **CAME,
        "reason": "knows the onboarding password, waiting for acceptance",
        "awaitsAcceptance": True,
        "securityProfile": 1,
        "connected": True,
        "vendor": "V",
        "model": "M",
    }


def test_one_that_shows_a_certificate_is_shown_as_that() -> None:
    takes_in("SHOWS", 3, serial_number="SN-7")
    (waiting,) = waiting_views(strangers.waiting(2))
    assert waiting.reason == "shows a trusted certificate, waiting for acceptance"
