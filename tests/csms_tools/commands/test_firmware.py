from pathlib import Path

from click.testing import CliRunner

from csms_tools.commands import Wrong
from csms_tools.commands.firmware import _stage, firmware


def test_a_certificate_that_is_no_text_is_asked_for_wrongly(tmp_path: Path) -> None:
    file = tmp_path / "certificate.der"
    file.write_bytes(b"\x30\x82\x8e")
    words = ["start", "CP1", "https://x.example/f", "--signature", "x", "--certificate", str(file)]
    ran = CliRunner().invoke(
        firmware, [*words, "--api", "http://127.0.0.1:9"], standalone_mode=False
    )
    assert isinstance(ran.exception, Wrong)
    assert "certificate.der: 'utf-8'" in str(ran.exception)


def test_what_no_boot_has_confirmed_says_what_it_waits_for() -> None:
    update = {
        "ended": False,
        "requestedAt": "2026-06-01T12:00:00Z",
        "progressAt": "2026-06-01T12:01:00Z",
        "phase": "rebooting",
        "progress": "Installed",
        "firmwareVersion": "2.0.0",
        "dueAt": "2026-06-02T12:00:00Z",
    }
    waits = "2026-06-01T12:01:00Z  rebooting  Installed; 2.0.0 is expected, and it booted with"
    until = "until 2026-06-02T12:00:00Z it may boot again"
    assert _stage(update) == f"{waits} nothing yet: {until}"
    assert _stage(update | {"bootedWith": "1.0.0+"}) == f"{waits} 1.0.0+: {until}"
