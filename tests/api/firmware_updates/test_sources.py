import hashlib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from api.firmware_updates.sources import SignedSource, Source
from api.http.problems import Problem
from csms.domain.file_addresses import Refused, wanted
from csms.pki import chains
from csms.store.provisioned import firmware_images
from csms.store.table import perform, put
from csms_tools import firmware_signers
from csms_tools.charge_point.domain.firmware import genuine
from tests import acting
from tests.conftest import client
from tests.images import ID, brought
from tests.support import NOON

LATER = NOON + timedelta(days=40)


def test_a_location_is_told_as_it_is() -> None:
    assert Source(location="ftp://a/b").address(LATER) == "ftp://a/b"


def test_an_image_is_fetched_at_an_address_of_ours_until_then(store: None) -> None:
    brought()
    path = urlsplit(Source(image=ID).address(LATER)).path
    assert wanted("k" * 48, "GET", path, LATER - timedelta(seconds=1)).id == ID
    with pytest.raises(Refused):
        wanted("k" * 48, "GET", path, LATER)


def test_one_that_is_not_there_cannot_be_told(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Problem, match="there is no firmware image"):
        Source(image=ID).address(LATER)
    brought()
    monkeypatch.setenv("FILES_URL", "")
    with pytest.raises(Problem, match="no place for files"):
        Source(image=ID).address(LATER)


@pytest.mark.parametrize("said", [{}, {"location": "ftp://a/b", "image": ID}, {"image": ""}])
def test_it_is_either_a_location_or_an_image(said: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate(said)


@pytest.fixture
def signer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRMWARE_SIGNER", f"file:{firmware_signers.kept(tmp_path, at=NOON)}")


def known(sha256: str | None = hashlib.sha256(b"fw!").hexdigest()) -> None:
    brought()
    image = firmware_images.find(ID)
    assert image
    image.sha256 = sha256
    perform(put(image))


@pytest.mark.parametrize("kind", [None, "RSA", "EC"])
def test_an_image_is_signed_as_a_charge_point_checks_it(
    kind: str | None, store: None, signer: None
) -> None:
    known()
    source = SignedSource.model_validate({"image": ID, "sign": True, "signingKey": kind})
    signed = source.with_signature(NOON)
    assert signed.signature
    (certificate,) = chains.read(signed.signing_certificate or "")
    assert genuine(b"fw!", signed.signature, certificate)
    assert chains.key_type(certificate.public_key()) == (kind or "RSA")


def test_what_cannot_be_signed_is_a_problem(
    store: None, signer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = SignedSource.model_validate({"image": ID, "sign": True})
    with pytest.raises(Problem, match="there is no such image"):
        source.with_signature(NOON)
    known(None)
    with pytest.raises(Problem, match="its SHA-256 is not known"):
        source.with_signature(NOON)
    image = firmware_images.find(ID)
    assert image
    image.sha256 = "00" * 32
    perform(put(image))
    monkeypatch.setenv("FIRMWARE_SIGNER", "")
    with pytest.raises(Problem, match="there is no key to sign firmware with"):
        source.with_signature(NOON)


SIGNATURE = {"signature": "wrong", "signingCertificate": "wrong"}


@pytest.mark.parametrize(
    "said",
    [
        {"location": "ftp://a/b", "sign": True},
        {"image": ID, "sign": True, **SIGNATURE},
        {"image": ID, "signature": "wrong"},
        {"image": ID, "signingKey": "RSA"},
    ],
)
def test_it_is_signed_here_or_elsewhere_or_not_at_all(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SignedSource.model_validate(said)


def test_a_signature_of_somebody_else_is_taken_as_it_is_also_a_wrong_one() -> None:
    source = SignedSource.model_validate({"image": ID, **SIGNATURE})
    assert source.with_signature(NOON) is source
    assert source.is_signed


def test_the_keys_that_sign_may_be_a_secret(
    store: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known()
    document = Path(firmware_signers.kept(tmp_path, at=NOON)).read_text()
    made = client("secretsmanager", "eu-west-1").create_secret(Name="signer", SecretString=document)
    monkeypatch.setenv("FIRMWARE_SIGNER", f"secretsmanager:{made['ARN']}")
    source = SignedSource.model_validate({"image": ID, "sign": True})
    with acting.in_the_name_of("Api"):
        assert source.with_signature(NOON).signature
