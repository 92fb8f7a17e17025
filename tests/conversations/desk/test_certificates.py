"""Certificates at the command line, on a running `csms up`, by which a socket opens."""

import json
import stat
import time
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from csms.pki import chains
from tests.certificates import csr
from tests.conversations import running
from tests.conversations.desk.test_operator import Run, run, shown, system
from tests.conversations.running import Csms

PATIENCE = 15.0  # seconds

__all__ = ["run", "system"]  # fixtures


async def test_an_installer_brings_a_certificate_until_it_is_revoked(
    system: Csms, run: Run, tmp_path: Path
) -> None:
    named = ["--security-profile", "3", "--serial-number", "SN-1"]
    assert run("charge-points", "create", "CERT-1", *named).returncode == 0
    made = run("certificates", "issue", "CERT-1", "--out", str(tmp_path))
    assert made.returncode == 0, made.stderr
    chain, key = map(Path, made.stdout.rstrip().split(" and "))
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    both = tmp_path / "both.pem"
    both.write_text(key.read_text() + chain.read_text())
    async with running.line(f"{system.wss}/CERT-1", ca=system.ca, certificate=both) as line:
        boot = {"chargePointVendor": "V", "chargePointModel": "M"}
        assert (await line.call("BootNotification", boot))["status"] == "Accepted"
        [one] = shown(run("certificates", "CERT-1", "--json"))
        assert one["sha256"] == chains.sha256(chains.read(chain.read_text())[0])
        assert one["sha256"] in run("certificates", "--ends-within", "400d").stdout
        assert one["sha256"] not in run("certificates", "--status", "revoked").stdout
        revoked = run(
            "certificates", "revoke", "CERT-1", one["sha256"], "--reason", "lost", "--yes"
        )
        assert (revoked.returncode, revoked.stdout) == (0, f"{one['sha256']} is revoked\n")
        with pytest.raises(ConnectionClosed):
            await line.receive()
    shows = shown(run("certificates", "show", "CERT-1", one["sha256"], "--json"))
    assert (shows["status"], shows["revokedBecause"]) == ("revoked", "lost")


def test_a_request_that_somebody_brings_is_signed(run: Run, tmp_path: Path) -> None:
    named = ["--security-profile", "3", "--serial-number", "SN-1"]
    run("charge-points", "create", "CERT-2", *named)
    (tmp_path / "own.csr").write_text(csr())
    words = ["certificates", "sign", "CERT-2", str(tmp_path / "own.csr"), "--out", str(tmp_path)]
    signed = run(*words, "--json")
    assert json.loads(signed.stdout)["subject"].startswith("CN=SN-1")
    assert "privateKey" not in signed.stdout
    assert len(list(tmp_path.glob("CERT-2-*"))) == 1


def test_who_signs_is_listed(run: Run) -> None:
    assert [one["keyType"] for one in shown(run("certificates", "issuers", "--json"))] == [
        "RSA",
        "EC",
    ]
    assert "days left" in run("certificates", "issuers").stdout.splitlines()[0]


def test_the_certificates_of_the_server_are_listed(run: Run) -> None:
    end, hosts = time.monotonic() + PATIENCE, [None]
    while hosts != ["localhost"] * 2 and time.monotonic() < end:  # they are read after the start
        servers = shown(run("certificates", "servers", "--json"))
        hosts = [one.get("domainName") for one in servers]
    assert hosts == ["localhost"] * 2
    table = run("certificates", "servers").stdout
    assert table.splitlines()[0].split("  ")[0] == "host"
    assert "server-ec.pem" in table


def test_one_that_is_away_is_not_asked_to_renew(run: Run) -> None:
    run("charge-points", "create", "CERT-3", "--security-profile", "0")
    refused = run("certificates", "renew", "CERT-3")
    assert (refused.returncode, "NotConnected" in refused.stderr) == (1, True)
    assert run("certificates", "renew", "CERT-3", "--queue-until", "1h").returncode == 0
    assert run("certificates", "requests", "CERT-3").returncode == 0
    assert run("certificates", "approve", "CERT-3", "0" * 32).returncode == 1
