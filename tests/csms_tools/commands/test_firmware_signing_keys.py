"""Making the keys for the template's parameter FirmwareSigningSecret."""

from pathlib import Path

from click.testing import CliRunner

from csms.pki.firmware_signer import load
from csms_tools.commands.firmware import firmware

WORDS = ("create-signing-keys", "--organization", "Acme", "--out")


def test_they_are_made_once_and_only_their_owner_reads_the_keys(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    done = CliRunner().invoke(firmware, [*WORDS, str(folder)])
    document, *roots = [Path(line) for line in done.output.splitlines()]
    assert [one.kind for one in load(f"file:{document}")] == ["RSA", "EC"]
    assert document.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in roots] == ["firmware-root-rsa.pem", "firmware-root-ec.pem"]
    assert "PRIVATE" not in "".join(path.read_text() for path in roots)
    again = CliRunner().invoke(firmware, [*WORDS, str(folder)])
    assert again.exit_code != 0
    assert "is there already" in again.output
