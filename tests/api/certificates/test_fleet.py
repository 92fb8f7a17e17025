import pytest

from csms.store.reported import certificates
from csms.store.table import transact
from tests.api.certificates.support import CENTRAL, MANUFACTURER, installed, reports
from tests.api.support import ask
from tests.csms.command_steps import connected
from tests.outbound.support import ask as command
from tests.roots import ROOT, root_pem
from tests.support import NOON, Sockets


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def holders(sha256: str) -> list[tuple[str, str, bool | None]]:
    path = f"/root-certificates/{sha256}/charge-points"
    items = ask("GET", path, role="viewer").json["items"]
    return [(one["chargePointId"], one["certificateType"], one.get("stillThere")) for one in items]


def test_each_root_is_there_once_by_subject() -> None:
    assert ask("GET", "/root-certificates", role="viewer").json["items"] == []
    for pem in (ROOT, root_pem("Old root"), ROOT.replace("\n", "\r\n")):
        installed(pem)
    installed("root")
    roots = ask("GET", "/root-certificates").json["items"]
    assert [one["subject"] for one in roots] == ["CN=Old root,O=Acme", "CN=Root"]
    assert roots[1]["notAfter"] == "2126-01-01T00:00:00.000Z"


def test_who_has_a_root_is_known_and_whether_it_is_still_there() -> None:
    one = installed(ROOT)
    installed(ROOT, MANUFACTURER)
    transact(*certificates.installed("CP2", CENTRAL, ROOT, NOON, "c"))  # type: ignore[arg-type]
    assert holders(one.sha256) == [
        ("CP1", CENTRAL, None),
        ("CP1", MANUFACTURER, None),
        ("CP2", CENTRAL, None),
    ]
    reports(one.own_hash_data[0])
    reports(certificate_type=MANUFACTURER)
    assert holders(one.sha256)[:2] == [("CP1", CENTRAL, True), ("CP1", MANUFACTURER, False)]
    named = {"certificateHashData": one.own_hash_data[0]}
    command("DeleteCertificate", named, command_id="delete")
    assert holders(one.sha256) == [("CP2", CENTRAL, None)]


def test_one_that_nobody_ever_had_is_not_there() -> None:
    assert ask("GET", f"/root-certificates/{'0' * 64}/charge-points").status == 404
