import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from csms.aws import clients
from csms.pki import chains
from csms.pki.firmware_signer import SigningFails, configured, load
from csms_tools import firmware_signers
from csms_tools.charge_point.domain.firmware import genuine, signing_certificate
from tests.certificates import NOW, YEAR

FIRMWARE = b"firmware " * 1000
SHA256 = hashlib.sha256(FIRMWARE).digest()


@cache
def made() -> list[Path]:
    return firmware_signers.create(Path(mkdtemp()), "Firmware", "Acme", at=NOW, lifetime=YEAR)


@pytest.mark.parametrize(("kind", "number"), [("RSA", 1), ("EC", 2)])
def test_a_charge_point_finds_the_signature_genuine(
    kind: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRMWARE_SIGNER", f"file:{made()[0]}")
    signed = configured(kind).sign(SHA256, NOW)
    assert len(signed.signature) <= 800
    root = chains.read(made()[number].read_text())
    certificate = signing_certificate(signed.certificate, root, NOW)
    assert certificate
    assert genuine(FIRMWARE, signed.signature, certificate)
    assert not genuine(FIRMWARE + b"!", signed.signature, certificate)
    other = chains.read(made()[3 - number].read_text())
    assert signing_certificate(signed.certificate, other, NOW) is None


def test_without_a_kind_it_is_the_first_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRMWARE_SIGNER", f"file:{made()[0]}")
    assert configured().kind == "RSA"


def test_a_certificate_that_is_not_valid_now_signs_nothing() -> None:
    signer, _ = load(f"file:{made()[0]}")
    with pytest.raises(SigningFails, match="not valid now"):
        signer.sign(SHA256, NOW + YEAR + timedelta(days=1))


def test_the_root_is_not_told_with_the_certificate(tmp_path: Path) -> None:
    said = json.loads(made()[0].read_text())
    said["signers"][0]["certificates"] += made()[1].read_text()
    (tmp_path / "signers.json").write_text(json.dumps(said))
    signer, _ = load(f"file:{tmp_path}/signers.json")
    assert len(signer.certificates) == 2
    assert signer.sign(SHA256, NOW).certificate.count("BEGIN") == 1


def broken(**changed: Any) -> str:
    (one, other) = json.loads(made()[0].read_text())["signers"]
    return json.dumps({"signers": [one | changed, other]})


def key_of_the_other() -> str:
    key: str = json.loads(made()[0].read_text())["signers"][1]["key"]
    return broken(key=key)


WRONG: dict[str, tuple[Callable[[], str], str]] = {
    "no JSON": (lambda: "none", "wrong at: JSON"),
    "a key alone": (
        lambda: json.dumps({"signers": [{"key": "1"}]}),
        "wrong at: signers.0.certificates",
    ),
    "no key": (lambda: broken(key="sesame"), "key cannot be read"),
    "no certificate": (lambda: broken(certificates="none"), "there is no certificate in it"),
    "too long": (lambda: broken(certificates="x" * 5501), "too long"),
    "another key": (key_of_the_other, "not that of the first certificate"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_document_that_is_wrong_is_told_without_what_is_in_it(what: str, tmp_path: Path) -> None:
    document, why = WRONG[what]
    (tmp_path / "signers.json").write_text(document())
    with pytest.raises(SigningFails, match=why) as failed:
        load(f"file:{tmp_path}/signers.json")
    assert "sesame" not in str(failed.value)
    assert "PRIVATE" not in str(failed.value)


@pytest.mark.parametrize("reference", ["", "ftp:x", "file:/nowhere/at/all"])
def test_without_a_document_nothing_is_signed(reference: str) -> None:
    with pytest.raises(SigningFails):
        load(reference)


def test_a_kind_that_is_not_there_signs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = json.loads(made()[0].read_text())["signers"]
    (tmp_path / "signers.json").write_text(json.dumps({"signers": [one]}))
    monkeypatch.setenv("FIRMWARE_SIGNER", f"file:{tmp_path}/signers.json")
    with pytest.raises(SigningFails, match="no EC key"):
        configured("EC")


def test_in_the_cloud_it_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    class SecretsManager:
        def get_secret_value(self, SecretId: str) -> dict[str, str]:
            assert SecretId == "arn:aws:secretsmanager:x"
            return {"SecretString": made()[0].read_text()}

    monkeypatch.setattr(clients, "client", lambda _: SecretsManager())
    assert [one.kind for one in load("secretsmanager:arn:aws:secretsmanager:x")] == ["RSA", "EC"]
