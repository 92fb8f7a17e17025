"""Certificates are issued by what the document of the authority says."""

import json
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509.oid import ExtendedKeyUsageOID
from moto import mock_aws

from csms.aws import clients
from csms.pki import chains, requests
from csms.pki.authority import Authority, AuthorityFails, Issued, Subject, configured, load
from csms_tools import authorities
from csms_tools.authorities import CertificateAuthority, KeyInKms, document
from tests.certificates import NOW, YEAR, csr, intermediate, key, root

ACME = Subject(serial_number="SN-1", organization="Acme")


def authority(folder: Path, *issuers: CertificateAuthority, pss: bool = False) -> Authority:
    path = folder / "authority.json"
    path.write_text(document(issuers))
    return load(f"file:{path}", pss=pss)


def issued(made: Authority, kind: str, subject: Subject = ACME) -> tuple[Issued, x509.Certificate]:
    request = requests.read(csr(key(kind)))
    found = made.issue(request, subject=subject, at=NOW, lifetime=YEAR)
    return found, x509.load_pem_x509_certificate(found.leaf_pem.encode())


@pytest.mark.parametrize("kind", ["RSA", "EC"])
def test_a_leaf_is_for_the_key_and_the_charge_point_and_for_clients_alone(
    tmp_path: Path, kind: str
) -> None:
    found, leaf = issued(authority(tmp_path, root("RSA"), root("EC")), kind)
    assert leaf.public_key() == key(kind).public_key()
    assert found.subject == "CN=SN-1,O=Acme"
    assert found.issuer == "CN=Acme root,O=Acme"
    assert (found.not_before, found.not_after) == (NOW - timedelta(days=1), NOW + YEAR)
    assert found.sha256 == chains.sha256(leaf)
    assert found.serial_number == f"{leaf.serial_number:x}"
    usages = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert [*usages] == [ExtendedKeyUsageOID.CLIENT_AUTH]
    assert not chains.is_authority(leaf)


@pytest.mark.parametrize("kind", ["RSA", "EC"])
def test_the_issuer_has_the_kind_of_key_that_the_request_has(tmp_path: Path, kind: str) -> None:
    _, leaf = issued(authority(tmp_path, root("RSA"), root("EC")), kind)
    assert chains.is_signed_by(leaf, root(kind).path[0])


def test_the_first_issues_where_none_has_that_kind_of_key(tmp_path: Path) -> None:
    _, leaf = issued(authority(tmp_path, root("EC")), "RSA")
    assert chains.is_signed_by(leaf, root("EC").path[0])


def test_a_root_is_not_handed_out(tmp_path: Path) -> None:
    found, _ = issued(authority(tmp_path, root()), "EC")
    assert found.issuers_pem == []


def test_an_intermediate_is_handed_out_and_its_root_is_not(tmp_path: Path) -> None:
    found, leaf = issued(authority(tmp_path, intermediate()), "EC")
    assert found.issuers_pem == [chains.pem(intermediate().path[0])]
    assert chains.is_signed_by(leaf, intermediate().path[0])


def test_the_root_of_an_intermediate_need_not_be_known(tmp_path: Path) -> None:
    alone = CertificateAuthority(intermediate().path[:1], intermediate().key)
    found, _ = issued(authority(tmp_path, alone), "EC")
    assert found.issuers_pem == [chains.pem(intermediate().path[0])]


@pytest.mark.parametrize(("pss", "scheme"), [(False, padding.PKCS1v15), (True, padding.PSS)])
def test_rsa_signs_as_the_setting_says(tmp_path: Path, pss: bool, scheme: type) -> None:
    _, leaf = issued(authority(tmp_path, root("RSA"), pss=pss), "RSA")
    assert isinstance(leaf.signature_algorithm_parameters, scheme)
    assert isinstance(leaf.signature_hash_algorithm, chains.ALGORITHMS["SHA256"])


def test_a_leaf_ends_no_later_than_its_authority(tmp_path: Path) -> None:
    made = authority(tmp_path, intermediate())
    request = requests.read(csr())
    found = made.issue(request, subject=ACME, at=NOW, lifetime=20 * YEAR)
    assert found.not_after == intermediate().path[0].not_valid_after_utc


def test_an_authority_that_has_expired_issues_nothing(tmp_path: Path) -> None:
    made = authority(tmp_path, intermediate())
    with pytest.raises(AuthorityFails, match="expired"):
        made.issue(requests.read(csr()), subject=ACME, at=NOW + 6 * YEAR, lifetime=YEAR)


def test_without_an_organization_the_subject_is_the_serial_number(tmp_path: Path) -> None:
    found, _ = issued(
        authority(tmp_path, root()), "EC", Subject(serial_number="S", organization="")
    )
    assert found.subject == "CN=S"


def test_what_cannot_be_a_name_is_told(tmp_path: Path) -> None:
    with pytest.raises(AuthorityFails, match="subject"):
        issued(authority(tmp_path, root()), "EC", Subject(serial_number="S" * 65, organization=""))


EC, RSA = root("EC"), root("RSA")
LEAF = {"certificates": chains.pem(EC.path[0]), "key": EC.key_pem}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        pytest.param("{", "wrong at: JSON", id="no JSON"),
        pytest.param({}, "wrong at: issuers", id="no issuers"),
        pytest.param({"issuers": []}, "no issuer", id="none of them"),
        pytest.param({"issuers": [LEAF | {"key": 1}]}, "issuers.0.key", id="no text"),
        pytest.param({"issuers": [LEAF | {"key": "SECRET"}]}, "private key", id="no key"),
        pytest.param({"issuers": [LEAF | {"kmsKeyId": "x"}]}, "one of key", id="two keys"),
        pytest.param({"issuers": [{"certificates": EC.root}]}, "one of key", id="no key at all"),
        pytest.param(
            {"issuers": [LEAF | {"key": RSA.key_pem}]}, "not that of", id="the key of another"
        ),
        pytest.param(
            {"issuers": [LEAF | {"certificates": "x"}]}, "no certificate", id="no certificate"
        ),
        pytest.param(
            {"issuers": [LEAF | {"certificates": EC.root + RSA.root}]},
            "not signed by the one that follows",
            id="certificates of two",
        ),
    ],
)
def test_a_wrong_document_is_told_without_its_secrets(
    tmp_path: Path, said: object, reason: str
) -> None:
    path = tmp_path / "authority.json"
    path.write_text(said if isinstance(said, str) else json.dumps(said))
    with pytest.raises(AuthorityFails, match=reason) as failure:
        load(f"file:{path}")
    assert "SECRET" not in str(failure.value)
    assert "PRIVATE" not in str(failure.value)


def test_a_certificate_that_is_no_authority_signs_nothing(tmp_path: Path) -> None:
    _, leaf = issued(authority(tmp_path, root()), "EC")
    with pytest.raises(AuthorityFails, match="one of an authority"):
        authority(tmp_path, CertificateAuthority((leaf,), key("EC")))


def test_the_settings_say_which_authority_there_is_and_how_it_signs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(AuthorityFails, match="there is no certificate authority"):
        configured()
    authority(tmp_path, root("RSA"))
    monkeypatch.setenv("CERTIFICATE_AUTHORITY", f"file:{tmp_path / 'authority.json'}")
    monkeypatch.setenv("RSA_SIGNATURE", "RSA-PSS")
    _, leaf = issued(configured(), "RSA")
    assert isinstance(leaf.signature_algorithm_parameters, padding.PSS)


def test_the_document_may_be_a_secret_and_its_key_stay_in_kms(tmp_path: Path) -> None:
    clients._client.cache_clear()
    with mock_aws():
        kms = boto3.client("kms")
        made = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
        arn = made["KeyMetadata"]["Arn"]
        public = load_der_public_key(kms.get_public_key(KeyId=arn)["PublicKey"])
        assert isinstance(public, chains.PublicKey)
        signs = authorities.intermediate(
            KeyInKms(arn, public), "In KMS", "Acme", above=root(), at=NOW, lifetime=YEAR
        )
        secrets = boto3.client("secretsmanager")
        secret = secrets.create_secret(Name="authority", SecretString=document([signs]))
        found, leaf = issued(load(f"secretsmanager:{secret['ARN']}"), "EC")
        with pytest.raises(AuthorityFails, match="secret cannot be read"):
            load(f"secretsmanager:{secret['ARN']}-no-more")
    clients._client.cache_clear()
    assert chains.is_signed_by(leaf, signs.path[0])
    assert found.issuers_pem == [chains.pem(signs.path[0])]


def test_a_key_in_kms_that_is_not_that_of_the_certificate_issues_nothing(tmp_path: Path) -> None:
    clients._client.cache_clear()
    with mock_aws():
        made = boto3.client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
        public = root().private_key.public_key()
        other = CertificateAuthority(root().path, KeyInKms(made["KeyMetadata"]["Arn"], public))
        with pytest.raises(AuthorityFails, match="not signed by its issuer's key"):
            issued(authority(tmp_path, other), "EC")
        gone = CertificateAuthority(root().path, KeyInKms(f"{made['KeyMetadata']['Arn']}0", public))
        with pytest.raises(AuthorityFails, match="does not sign"):
            issued(authority(tmp_path, gone), "EC")
    clients._client.cache_clear()


@pytest.mark.parametrize("reference", ["", "file:/nowhere/authority.json", "ftp://x"])
def test_an_authority_that_is_not_there_fails(reference: str) -> None:
    with pytest.raises(AuthorityFails):
        load(reference)
