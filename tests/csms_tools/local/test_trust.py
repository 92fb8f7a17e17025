"""The authority of a data folder is made once and kept."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from csms.pki import chains, requests
from csms.pki.authority import Subject, load
from csms_tools.local import trust
from tests.certificates import csr, key


def test_an_authority_for_either_kind_of_key_is_made_once(tmp_path: Path) -> None:
    document = trust.authority(tmp_path / "authority")
    first = document.read_bytes()
    assert trust.authority(tmp_path / "authority").read_bytes() == first
    made = load(f"file:{document}")
    trusted = chains.read(document.with_name("trust.pem").read_text())
    for kind in ("RSA", "EC"):
        issued = made.issue(
            requests.read(csr(key(kind))),
            subject=Subject(serial_number="SN-1", organization=""),
            at=datetime.now(UTC),
            lifetime=timedelta(days=365),
        )
        [leaf] = chains.read(issued.leaf_pem)
        assert any(chains.is_signed_by(leaf, each) for each in trusted)


def test_nobody_else_reads_its_keys(tmp_path: Path) -> None:
    document = trust.authority(tmp_path)
    assert stat.S_IMODE(document.stat().st_mode) == 0o600
    assert "PRIVATE KEY" not in document.with_name("trust.pem").read_text()
