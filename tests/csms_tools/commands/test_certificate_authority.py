"""`csms certificates authority`: what it writes signs, and what it says is so."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from moto import mock_aws

from csms.aws import clients
from csms.pki import chains, requests
from csms.pki.authority import Subject, load
from csms_tools.commands.certificates import certificates
from tests.certificates import csr, key


def said(*words: object) -> Result:
    return CliRunner().invoke(certificates, ["authority", *map(str, words)])


def leaf_of(folder: Path, kind: str) -> tuple[x509.Certificate, list[str]]:
    issued = load(f"file:{folder / 'authority.json'}").issue(
        requests.read(csr(key(kind))),
        subject=Subject(serial_number="SN-1", organization="Acme"),
        at=datetime.now(UTC),
        lifetime=timedelta(days=365),
    )
    return x509.load_pem_x509_certificate(issued.leaf_pem.encode()), issued.issuers_pem


def trusted(folder: Path) -> list[x509.Certificate]:
    return chains.read((folder / "trust.pem").read_text())


@pytest.fixture
def _cloud() -> Iterator[None]:
    clients._client.cache_clear()
    with mock_aws():
        yield
    clients._client.cache_clear()


@pytest.mark.parametrize("kind", ["RSA", "EC"])
def test_an_authority_is_made_that_signs_for_either_kind_of_key(tmp_path: Path, kind: str) -> None:
    done = said("create", "--out", tmp_path / "new", "--organization", "Acme")
    assert done.exit_code == 0, done.output
    assert "authority.json  into a secret" in done.output
    leaf, issuers = leaf_of(tmp_path / "new", kind)
    assert issuers == []
    assert leaf.issuer.rfc4514_string() == f"CN=Charge points {kind},O=Acme"
    [root] = chains.path(leaf, trusted(tmp_path / "new"))
    assert chains.is_self_signed(root)


def test_below_roots_whose_keys_stand_apart(tmp_path: Path) -> None:
    done = said("create", "--out", tmp_path, "--intermediate")
    assert done.exit_code == 0, done.output
    keys = {path.name for path in tmp_path.iterdir() if "PRIVATE KEY" in path.read_text()}
    assert keys == {"authority.json", "root-rsa.key.pem", "root-ec.key.pem"}
    assert all(stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600 for name in keys)
    leaf, issuers = leaf_of(tmp_path, "EC")
    assert len(issuers) == 1
    assert len(chains.path(leaf, trusted(tmp_path))) == 2


def test_the_next_intermediate_is_below_the_same_roots(tmp_path: Path) -> None:
    assert said("create", "--out", tmp_path / "first", "--intermediate").exit_code == 0
    done = said("create", "--out", tmp_path / "next", "--under", tmp_path / "first")
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "next").iterdir()} == {"authority.json", "trust.pem"}
    leaf, issuers = leaf_of(tmp_path / "next", "RSA")
    assert issuers != leaf_of(tmp_path / "first", "RSA")[1]
    assert chains.path(leaf, trusted(tmp_path / "next"))[-1] in trusted(tmp_path / "first")


@pytest.mark.usefixtures("_cloud")
def test_keys_that_kms_keeps_are_below_roots_that_are_made_here(tmp_path: Path) -> None:
    kms = boto3.client("kms")
    specs = ("RSA_2048", "ECC_NIST_P256")
    made = [kms.create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY") for spec in specs]
    arns = [each["KeyMetadata"]["Arn"] for each in made]
    done = said("create", "--out", tmp_path, "--kms-key", arns[0], "--kms-key", arns[1])
    assert done.exit_code == 0, done.output
    assert "PRIVATE KEY" not in (tmp_path / "authority.json").read_text()
    for kind in ("RSA", "EC"):
        leaf, issuers = leaf_of(tmp_path, kind)
        assert chains.is_signed_by(leaf, chains.read(issuers[0])[0])
    again = said("create", "--out", tmp_path / "b", "--kms-key", arns[0], "--kms-key", arns[0])
    assert (again.exit_code, "another RSA key" in again.output) == (2, True)


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    said("create", "--out", tmp_path)
    first = (tmp_path / "authority.json").read_text()
    done = said("create", "--out", tmp_path)
    assert done.exit_code == 2
    assert "is there already" in done.output
    assert (tmp_path / "authority.json").read_text() == first


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--name", "x" * 70], "length"),
        (["--under", "."], "there is no root in it"),
        (["--years", "0"], "not in the range"),
    ],
    ids=["a name too long", "no roots", "no years"],
)
def test_what_is_asked_for_wrongly_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = said("create", "--out", tmp_path / "out", *words)
    assert done.exit_code == 2
    assert reason in done.output
    assert not (tmp_path / "out").exists()


def test_an_authority_is_shown_without_its_keys(tmp_path: Path) -> None:
    said("create", "--out", tmp_path, "--intermediate", "--years", "3")
    done = said("show", tmp_path)
    assert done.exit_code == 0, done.output
    assert "CN=Charge points RSA\n" in done.output
    assert "CN=Charge points EC root\n" in done.output
    ends = datetime.now(UTC) + timedelta(days=3 * 365)
    assert f"ends     {ends:%Y-%m-%d}" in done.output
    assert "PRIVATE" not in done.output
    assert chains.sha256(trusted(tmp_path)[0]) in done.output


def test_what_is_no_document_is_told(tmp_path: Path) -> None:
    (tmp_path / "authority.json").write_text("{}")
    done = said("show", tmp_path)
    assert done.exit_code == 1
    assert "wrong at: issuers" in done.output
