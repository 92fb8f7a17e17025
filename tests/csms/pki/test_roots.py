import pytest

from csms.pki import chains, roots
from tests.roots import ROOT, root_pem

ISSUED = root_pem("Issuer", 0xAB, signed_by="Old root")


@pytest.mark.parametrize("pem", [ROOT, ROOT.replace("\n", "\r\n"), f"Bag\n {ROOT}"])
def test_a_root_is_named_alike_however_its_text_is_set(pem: str) -> None:
    found = roots.described(pem)
    assert found
    (certificate,) = chains.read(ROOT)
    assert found.sha256 == chains.sha256(certificate)
    assert found.subject == "CN=Root"
    assert found.hash_data == [
        chains.hash_data(certificate, certificate, name) for name in ("SHA256", "SHA384", "SHA512")
    ]


@pytest.mark.parametrize("pem", ["", "root", ROOT + ROOT, ROOT.replace("MIIB", "MIIA")])
def test_what_is_not_one_certificate_is_not_described(pem: str) -> None:
    assert roots.described(pem) is None


def test_one_that_another_has_issued_is_named_by_the_key_of_its_issuer_if_that_is_known() -> None:
    alone, known = roots.described(ISSUED), roots.described(ISSUED, ["x", root_pem("Old root")])
    assert alone
    assert known
    for partial, whole in zip(alone.hash_data, known.hash_data, strict=True):
        assert partial.keys() == whole.keys() - {"issuerKeyHash"}
        assert partial.items() <= whole.items()
        assert whole["serialNumber"] == "ab"


def test_only_a_root_is_taken_unless_the_charge_point_wants_it_signed_by_the_present_one() -> None:
    old = root_pem("Old root")
    assert roots.objection(old, []) is None
    assert roots.objection(ISSUED, [old]) == "it is not self-signed: it is no root"
    assert roots.objection(ISSUED, [old], vouched_for=True) is None
    assert roots.objection(ISSUED, [], vouched_for=True) is None
    assert roots.objection(old, [old], vouched_for=True) is None
    reason = roots.objection(ROOT, [old], vouched_for=True)
    assert reason
    assert "not signed by the root" in reason
