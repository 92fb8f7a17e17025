from api.charge_points.views import view
from csms.store.provisioned import charge_points
from csms.store.reported import charge_point_state, connections, reports
from csms.store.reported.connections import Connection
from csms.store.table import fetch, perform
from csms.wire.ocpp16 import Call
from inbound.log_status_notification import LogStatusNotification
from tests.conftest import Says
from tests.stored import set_registration
from tests.support import NOON

SPELLED = "2026-06-01T12:00:00.000Z"


def shown(charge_point_id: str) -> object:
    found, connection = fetch(
        charge_points.ChargePoint.of(charge_point_id), Connection.of(charge_point_id)
    )
    assert found
    return view(found, connection).model_dump(mode="json", by_alias=True, exclude_none=True)


def test_a_charge_point_that_nobody_has_heard_of_shows_what_is_set(cp1: str) -> None:
    assert shown(cp1) == {
        "id": "CP1",
        "securityProfile": 0,
        "hasPassword": False,
        "registration": "Accepted",
        "certificateRenewal": False,
        "configurationAfterBoot": False,
        "localListInStep": False,
        "profilesAfterBoot": False,
        "statusAfterReconnect": False,
        "connected": False,
        "connectors": [],
        "statuses": {},
    }


def test_what_it_was_told_of_its_registration_is_shown_beside_what_is_set(says: Says) -> None:
    set_registration("CP1", "Pending")
    says("BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"})
    set_registration("CP1", "Accepted")
    whole = shown("CP1")
    assert isinstance(whole, dict)
    assert (whole["registration"], whole["registrationTold"]) == ("Accepted", "Pending")


def test_what_it_said_is_shown_beside_it(call: Call) -> None:
    boot = {"chargePointVendor": "V", "chargePointModel": "M"}
    charge_point_state.booted(call, boot)
    status = {"status": "Faulted", "errorCode": "OtherError", "info": "wet"}
    charge_point_state.connector_reports(call, 10, status | {"vendorErrorCode": "7"})
    charge_point_state.connector_reports(call, 2, {"status": "Available", "errorCode": "NoError"})
    available = {"type": "Inoperative", "status": "Scheduled"}
    perform(charge_point_state.availability_is("CP1", 10, available, NOON))
    perform(charge_point_state.availability_is("CP1", 0, available, NOON))
    seen = charge_points.ChargePoint.statuses["LogStatusNotification"]
    perform(
        charge_point_state.seen(call, seen.set({"status": "Idle", "receivedAt": NOON.isoformat()}))
    )
    connections.opened("CP1", "socket", NOON, security_profile=0, source_ip="203.0.113.20")
    whole = shown("CP1")
    assert isinstance(whole, dict)
    assert whole["boot"] == boot
    assert (whole["bootedAt"], whole["lastSeenAt"]) == (SPELLED, SPELLED)
    assert whole["connected"] is True
    assert whole["connection"] == {
        "connectedAt": SPELLED,
        "sourceIp": "203.0.113.20",
        "securityProfile": 0,
    }
    assert whole["statuses"] == {"LogStatusNotification": {"status": "Idle", "receivedAt": SPELLED}}
    set_to = available | {"at": SPELLED}
    assert whole["connectors"] == [
        {"connectorId": 0, "availability": set_to},
        {
            "connectorId": 2,
            "status": "Available",
            "errorCode": "NoError",
            "receivedAt": SPELLED,
            "availability": set_to,
        },
        {
            "connectorId": 10,
            **status,
            "vendorErrorCode": "7",
            "receivedAt": SPELLED,
            "availability": set_to,
        },
    ]


def test_a_status_shows_beside_itself_how_the_last_job_went(call: Call) -> None:
    reports.keep(call, LogStatusNotification(status="Uploading", request_id=7))
    reports.keep(call, LogStatusNotification(status="Idle"))
    whole = shown("CP1")
    assert isinstance(whole, dict)
    progress = {"status": "Uploading", "receivedAt": SPELLED, "requestId": 7}
    last = {"status": "Idle", "receivedAt": SPELLED, "progress": progress}
    assert whole["statuses"] == {"LogStatusNotification": last}


def test_a_status_that_was_stored_under_the_old_name_is_shown_alike(call: Call) -> None:
    statuses, said = charge_points.ChargePoint.statuses, {"receivedAt": NOON.isoformat()}
    for name, status in (("", "Idle"), ("#progress", "Uploaded")):
        told = statuses[f"LogStatusNotification{name}"].set(said | {"status": status})
        perform(charge_point_state.seen(call, told))
    whole = shown("CP1")
    assert isinstance(whole, dict)
    progress = {"status": "Uploaded", "receivedAt": SPELLED}
    last = {"status": "Idle", "receivedAt": SPELLED, "progress": progress}
    assert whole["statuses"] == {"LogStatusNotification": last}


def test_what_had_to_be_mended_is_shown_as_it_came(says: Says) -> None:
    extra = {"a": [None, "\ud800"]}
    says("BootNotification", {"chargePointModel": "M", "imsi": 7, "vendorSays": extra})
    says("StatusNotification", {"connectorId": 1, "status": "Broken", "info": 51 * "x"})
    whole = shown("CP1")
    assert isinstance(whole, dict)
    assert whole["boot"] == {
        "chargePointModel": "M",
        "imsi": "7",
        "asSent": {"imsi": 7, "vendorSays": {"a": [None, "\ufffd"]}},
    }
    (connector,) = whole["connectors"]
    assert (connector["status"], connector["errorCode"]) == ("Unknown", "NoError")
    assert connector["asSent"] == {"status": "Broken", "info": 51 * "x"}


def test_so_much_of_it_that_it_was_cut_is_shown_as_text(says: Says) -> None:
    for action, right in (
        ("BootNotification", {"chargePointModel": "M"}),
        ("StatusNotification", {"connectorId": 1, "status": "Available"}),
    ):
        says(action, right | {"vendorSays": 2_000 * "x"})
    whole = shown("CP1")
    assert isinstance(whole, dict)
    cut = ('{"vendorSays": "' + 2_000 * "x")[:1_000]
    assert whole["boot"]["asSent"] == whole["connectors"][0]["asSent"] == cut
