"""`csms root-certificates`: what each of its commands asks for."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from csms_tools.commands.certificates import certificates
from csms_tools.commands.root_certificates import root_certificates
from csms_tools.operator import options
from tests.csms_tools.operator.support import Csms, answers, body_of

COMMAND = {"commandId": "c1", "chargePointId": "CP1", "action": "InstallCertificate"}
SENT, ACCEPTED = (
    COMMAND | {"status": "Sent"},
    COMMAND | {"status": "Answered", "response": {"status": "Accepted"}},
)
SHA256 = "ab0f" + "0" * 60
HASHES = ("SHA384", "aB", "Cd", "0f")


def run(monkeypatch: pytest.MonkeyPatch, csms: Csms, *words: str) -> Result:
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)
    return CliRunner().invoke(root_certificates, list(words))


def test_a_file_leaves_byte_for_byte(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(b"one\r\ntwo\n")
    csms = answers(SENT, ACCEPTED)
    done = run(
        monkeypatch, csms, "install", "CP1", f"{tmp_path}/root.pem", "--type", "manufacturer"
    )
    assert (done.exit_code, done.output) == (0, "c1  answered Accepted\n")
    assert body_of(csms.asked[0]) == {
        "certificateType": "ManufacturerRootCertificate",
        "pem": "one\r\ntwo\n",
    }


@pytest.mark.parametrize(
    ("words", "path", "query"),
    [
        (("5f3c",), "/charge-points/CP1/certificates/5f3c", {}),
        (("5f3c", "--force"), "/charge-points/CP1/certificates/5f3c", {"force": "true"}),
        (
            ("--hash-data", *HASHES),
            "/charge-points/CP1/certificates",
            {
                "hashAlgorithm": "SHA384",
                "issuerNameHash": "aB",
                "issuerKeyHash": "Cd",
                "serialNumber": "0f",
            },
        ),
    ],
)
def test_one_is_deleted_by_its_digest_or_its_hash_data(
    words: tuple[str, ...],
    path: str,
    query: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    csms = answers(SENT, ACCEPTED)
    assert run(monkeypatch, csms, "delete", "CP1", *words, "--yes").exit_code == 0
    request = csms.asked[0]
    assert (request.method, request.url.path, dict(request.url.params)) == ("DELETE", path, query)


@pytest.mark.parametrize("words", [(), ("5f3c", "--hash-data", *HASHES)])
def test_but_not_by_both_nor_by_neither(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, answers(), "delete", "CP1", *words, "--yes").exit_code == 2


def test_a_refresh_that_was_not_answered_has_not_come_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    csms = answers({"items": [{"status": "Answered"}, {"status": "Sent"}]})
    done = run(monkeypatch, csms, "refresh", "CP1")
    assert (done.exit_code, done.stdout) == (1, "CP1: Answered, Sent\n")


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ((), "/root-certificates"),
        (("holders", SHA256), f"/root-certificates/{SHA256}/charge-points"),
        (("show", "CP1"), "/charge-points/CP1/certificates"),
    ],
)
def test_lists(words: tuple[str, ...], path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    csms = answers({"items": []})
    assert run(monkeypatch, csms, *words).exit_code == 0
    assert csms.asked[0].url.path == path


def test_holders_are_of_the_root_whose_first_digits_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    csms = answers({"items": [{"sha256": SHA256}, {"sha256": "cd" * 32}]}, {"items": []})
    assert run(monkeypatch, csms, "holders", "AB:0F").exit_code == 0
    assert csms.asked[1].url.path == f"/root-certificates/{SHA256}/charge-points"


def test_they_are_below_certificates_as_well() -> None:
    assert certificates.commands["roots"] is root_certificates
