from datetime import timedelta
from typing import Any

import pytest

from csms.store.reported import connections
from tests.api.certificates.support import CENTRAL, MANUFACTURER, PATH, installed, reports
from tests.api.support import ask
from tests.csms.command_steps import SECOND, answer, connected
from tests.roots import ROOT, root_pem
from tests.stored import certificates_of
from tests.support import NOON, Sockets

NEW = {"certificateType": CENTRAL, "pem": ROOT.replace("\n", "\r\n", 3)}


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def test_a_root_leaves_byte_for_byte_and_is_known_once_it_is_accepted(sockets: Sockets) -> None:
    sent = ask("POST", PATH, role="operator", body=NEW)
    assert sent.status == 202
    assert sockets.frames[0][2:] == [
        "InstallCertificate",
        {"certificateType": CENTRAL, "certificate": NEW["pem"]},
    ]
    assert certificates_of("CP1") == ([], [])
    answer(sent.json["commandId"], {"status": "Accepted"})
    _, (one,) = certificates_of("CP1")
    assert one.pem == NEW["pem"]


def test_one_that_is_posted_again_after_its_time_is_still_the_first() -> None:
    connections.closed("CP1", "one")
    asked: Any = {
        "body": NEW,
        "query": {"queueUntil": "2026-06-01T12:01:00Z"},
        "headers": {"Idempotency-Key": "7f3"},
    }
    first = ask("POST", PATH, **asked)
    again = ask("POST", PATH, **asked, at=NOON + timedelta(hours=1))
    assert (again.status, again.json["commandId"]) == (202, first.json["commandId"])


def test_what_would_be_refused_is_a_409_here_and_over_the_commands_unless_forced(
    sockets: Sockets,
) -> None:
    issued = root_pem("Issuer", signed_by="Old root")
    said = ask("POST", PATH, body=NEW | {"pem": issued})
    assert (said.status, said.json["detail"]) == (
        409,
        "it is not self-signed: it is no root (force=true sends it all the same)",
    )
    payload = {"certificateType": CENTRAL, "certificate": issued}
    generic = "/charge-points/CP1/commands/InstallCertificate"
    assert ask("POST", generic, body=payload).status == 409
    assert sockets.frames == []
    assert ask("POST", PATH, body=NEW | {"pem": issued}, query={"force": "true"}).status == 202
    assert sockets.frames[0][3] == payload


def test_all_types_are_asked_for(sockets: Sockets) -> None:
    told = ask("POST", f"{PATH}/refresh", role="operator")
    assert told.status == 202
    for place, kind in enumerate((CENTRAL, MANUFACTURER)):
        assert sockets.frames[place][2:] == [
            "GetInstalledCertificateIds",
            {"certificateType": kind},
        ]
        command_id = told.json["items"][place]["commandId"]
        answer(command_id, {"status": "NotFound"}, at=NOON + (place + 1) * SECOND)
    reported, _ = certificates_of("CP1")
    assert [one.certificate_type for one in reported] == [CENTRAL, MANUFACTURER]


def test_once_all_is_told_it_is_known_what_is_still_there() -> None:
    kept = installed(ROOT)
    lost = installed(root_pem("Old root"))
    reports(kept.own_hash_data[2])
    there = {one["digest"]: one["stillThere"] for one in ask("GET", PATH).json["items"][1:]}
    assert there == {kept.digest: True, lost.digest: False}


def test_nobody_asks_one_that_is_not_there_and_who_only_looks_asks_nothing() -> None:
    assert ask("POST", "/charge-points/CP9/certificates", body=NEW).status == 404
    assert ask("POST", "/charge-points/CP9/certificates/refresh").status == 404
    assert ask("POST", PATH, role="viewer", body=NEW).status == 403
    assert ask("POST", f"{PATH}/refresh", role="viewer").status == 403
