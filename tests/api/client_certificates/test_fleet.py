from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from csms_tools import authorities
from tests.api.support import ask
from tests.certificates import key
from tests.issuing import authority
from tests.stored import provision
from tests.support import NOON

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def document(store: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CP1", "CP2"):
        provision(name, security_profile=3, serial_number=f"SN-{name}")
    return authority(tmp_path, monkeypatch)


def issue(name: str, days: int) -> str:
    path = f"/charge-points/{name}/client-certificates"
    made = ask("POST", path, body={"keyType": "EC", "lifetimeDays": days}).json
    return str(made["sha256"])


def listed(**query: object) -> list[str]:
    answered: Any = ask("GET", "/client-certificates", role="viewer", query=query).json
    return [one["sha256"] for one in answered["items"]]


def test_those_that_end_first_are_first() -> None:
    late, soon, middle = issue("CP1", 90), issue("CP2", 10), issue("CP1", 30)
    assert listed() == [soon, middle, late]
    assert listed(to="2026-07-15T00:00:00Z") == [soon, middle]
    assert listed(**{"from": "2026-06-15T00:00:00Z"}) == [middle, late]
    ask("POST", f"/charge-points/CP1/client-certificates/{middle}/revoke", body={})
    assert listed(status="valid") == [soon, late]
    assert listed(status="revoked") == [middle]


def test_the_authority_is_shown_without_its_keys(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CPO_NAME", "Acme")
    answered = ask("GET", "/certificate-authority", role="viewer")
    shown = answered.json
    assert "PRIVATE" not in answered.text
    assert [one["keyType"] for one in shown["issuers"]] == ["RSA", "EC"]
    assert shown["issuers"][0]["subject"] == "CN=RSA issuer,O=Acme"
    assert shown["issuers"][0]["certificates"].count("BEGIN CERTIFICATE") == 2
    assert (shown["rsaSignature"], shown["lifetimeDays"], shown["cpoName"]) == (
        "SHA256withRSA",
        365,
        "Acme",
    )


def test_it_is_said_how_long_each_issuer_lasts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lasting = [authorities.root(key("EC"), "Late", "", at=NOON, lifetime=31 * DAY)]
    lasting += [authorities.root(key("EC"), "Soon", "", at=NOON, lifetime=30 * DAY)]
    lasting += [authorities.root(key("EC"), "Over", "", at=NOON - DAY, lifetime=DAY / 2)]
    document = tmp_path / "lasting.json"
    document.write_text(authorities.document(lasting))
    monkeypatch.setenv("CERTIFICATE_AUTHORITY", f"file:{document}")
    shown: Any = ask("GET", "/certificate-authority", role="viewer").json
    assert [(one["daysLeft"], one.get("warning")) for one in shown["issuers"]] == [
        (31, None),
        (30, "endsSoon"),
        (-1, "ended"),
    ]


def test_where_there_is_none_or_it_fails_that_is_said(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.write_text("{}")
    assert ask("GET", "/certificate-authority").status == 409
    monkeypatch.setenv("CERTIFICATE_AUTHORITY", "")
    assert ask("GET", "/certificate-authority").status == 404
