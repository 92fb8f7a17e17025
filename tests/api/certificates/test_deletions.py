import pytest

from tests.api.certificates.support import CENTRAL, MANUFACTURER, PATH, installed, reports
from tests.api.support import Answered, ask
from tests.csms.command_steps import answer, connected
from tests.roots import ROOT, root_pem
from tests.stored import certificates_of
from tests.support import Sockets

TOLD = {
    "hashAlgorithm": "SHA512",
    "issuerNameHash": "ABcd",
    "issuerKeyHash": "12EF",
    "serialNumber": "00F1",
}


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def delete(digest: str = "", **query: str) -> Answered:
    path = f"{PATH}/{digest}" if digest else PATH
    return ask("DELETE", path, role="operator", query=query)


def test_hash_data_leave_as_they_are_given(sockets: Sockets) -> None:
    assert delete(**TOLD).status == 202
    assert sockets.frames[0][2:] == ["DeleteCertificate", {"certificateHashData": TOLD}]
    assert delete(**TOLD | {"hashAlgorithm": "MD5"}).status == 400
    assert delete(hashAlgorithm="SHA256").status == 400


@pytest.mark.parametrize("algorithm", [0, 1, 2])
def test_by_its_digest_it_is_named_as_it_was_reported(algorithm: int, sockets: Sockets) -> None:
    one = installed(ROOT)
    told = one.own_hash_data[algorithm]
    spelled = told | {"serialNumber": "0F01", "issuerNameHash": told["issuerNameHash"].upper()}
    reports(TOLD, spelled)
    sent = delete(one.digest)
    assert sockets.frames[-1][3] == {"certificateHashData": spelled}
    answer(sent.json["commandId"], {"status": "Accepted"})
    ((report,), accepted) = certificates_of("CP1")
    assert (report.hash_data, accepted) == ([TOLD], [])


def test_one_that_was_never_reported_is_named_as_the_charge_point_would(sockets: Sockets) -> None:
    one = installed(ROOT, MANUFACTURER)
    sent = delete(one.digest)
    assert sockets.frames[-1][3]["certificateHashData"] == one.own_hash_data[0]
    answer(sent.json["commandId"], {"status": "Failed"})
    reports(TOLD, certificate_type=CENTRAL)
    assert delete(one.digest).status == 202
    assert sockets.frames[-1][3]["certificateHashData"] == one.own_hash_data[2]


def test_without_the_key_of_its_issuer_nobody_can_name_it() -> None:
    one = installed(root_pem("Issuer", signed_by="Old root"))
    told = delete(one.digest)
    assert (told.status, told.json["detail"]) == (
        409,
        "its hash data cannot be worked out here: let the charge point tell them",
    )


def test_the_last_root_for_a_central_system_is_a_409_unless_forced(sockets: Sockets) -> None:
    one = installed(ROOT)
    reports(one.own_hash_data[0])
    asked = len(sockets.frames)
    for refused in (delete(one.digest), delete(**one.own_hash_data[0])):
        assert refused.status == 409
        assert "the last CentralSystemRootCertificate" in refused.json["detail"]
    assert len(sockets.frames) == asked
    assert delete(one.digest, force="true").status == 202


def test_one_that_was_accepted_as_two_types_is_deleted_as_it_is_said(sockets: Sockets) -> None:
    installed(ROOT)
    one = installed(ROOT, MANUFACTURER)
    assert delete(one.digest).status == 409
    assert delete(one.digest, certificateType=MANUFACTURER, force="true").status == 202


def test_what_is_not_known_is_not_there() -> None:
    assert delete("nonsense").status == 404
    assert ask("DELETE", f"/charge-points/CP9/certificates/{'0' * 64}").status == 404
    assert ask("DELETE", f"{PATH}/x", role="viewer").status == 403
