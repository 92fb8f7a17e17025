from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from csms.pki import chains
from csms.store.reported import problems
from csms.store.reported.problems import CERTIFICATE_ENDS
from csms.store.table import perform
from tests.api.client_certificates.support import PATH, issued
from tests.api.support import ask
from tests.issuing import asks, authority, authority_in_aws, certificates
from tests.stored import problems_of, provision
from tests.support import NOON, Sockets


@pytest.fixture(autouse=True)
def document(cp1: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sockets: Sockets) -> Path:
    provision(cp1, security_profile=3, serial_number="SN-1")
    return authority(tmp_path, monkeypatch)


@pytest.mark.parametrize(("kind", "bits"), [("EC", 256), ("RSA", 2048)])
def test_an_installer_gets_a_key_and_its_certificate_once(kind: str, bits: int) -> None:
    answered = ask("POST", PATH, body={"keyType": kind, "lifetimeDays": 30})
    made = answered.json
    assert answered.headers["cache-control"] == "no-store"
    key: Any = load_pem_private_key(made["privateKey"].encode(), None)
    leaf, *issuers = chains.read(made["chain"])
    assert (key.key_size, key.public_key()) == (bits, leaf.public_key())
    assert chains.path(leaf, issuers) == issuers
    assert made["notAfter"] == "2026-07-01T12:00:00.000Z"
    shown = ask("GET", answered.headers["location"], role="viewer").json
    assert shown == {name: made[name] for name in made if name not in ("chain", "privateKey")}
    assert (shown["source"], shown["handedOut"], shown["status"]) == (
        "installer",
        "ByHand",
        "valid",
    )
    assert ask("GET", PATH, role="viewer").json == {"items": [shown]}


def test_what_an_installer_brings_ends_the_problems_of_the_one_before(cp1: str) -> None:
    perform(problems.raised(cp1, CERTIFICATE_ENDS, NOON, NOON, told="its certificate ends"))
    issued()
    assert problems_of(cp1) == []


def test_a_request_that_somebody_brings_is_signed() -> None:
    made = issued(csr=asks())
    assert ("privateKey" in made, made["source"]) == (False, "by hand")
    assert made["subject"] == "CN=SN-1,O=Acme"


def test_names_that_are_others_have_to_be_forced() -> None:
    other = {"csr": asks("SN-2")}
    refused = ask("POST", PATH, body=other)
    assert (refused.status, "SN-2" in refused.json["detail"]) == (409, True)
    forced = ask("POST", PATH, body=other, query={"force": "true"})
    assert forced.json["subject"] == "CN=SN-1,O=Acme"


@pytest.mark.parametrize(
    "body", [{}, {"csr": "x", "keyType": "EC"}, {"keyType": "DSA"}, {"lifetimeDays": 0}], ids=str
)
def test_either_a_request_or_a_key_is_asked_for(body: object) -> None:
    assert ask("POST", PATH, body=body).status == 400


def test_what_is_no_request_is_refused() -> None:
    assert ask("POST", PATH, body={"csr": "hello"}).status == 409


def test_without_an_authority_or_a_serial_number_there_is_none(document: Path) -> None:
    document.unlink()
    assert ask("POST", PATH, body={"keyType": "EC"}).status == 409
    provision("CP1", security_profile=3)
    assert ask("POST", PATH, body={"keyType": "EC"}).status == 409
    assert ask("POST", PATH.replace("CP1", "CP9"), body={"keyType": "EC"}).status == 404
    assert certificates() == []


def test_the_authority_may_be_a_secret_whose_key_stays_in_kms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    authority_in_aws(monkeypatch)
    assert "CN=In KMS" in issued()["issuer"]
