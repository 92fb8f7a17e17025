from pathlib import Path

from click.testing import CliRunner

from csms_tools.commands import Wrong
from csms_tools.commands.firmware import firmware


def test_a_certificate_that_is_no_text_is_asked_for_wrongly(tmp_path: Path) -> None:
    file = tmp_path / "certificate.der"
    file.write_bytes(b"\x30\x82\x8e")
    words = ["start", "CP1", "https://x.example/f", "--signature", "x", "--certificate", str(file)]
    ran = CliRunner().invoke(
        firmware, [*words, "--api", "http://127.0.0.1:9"], standalone_mode=False
    )
    assert isinstance(ran.exception, Wrong)
    assert "certificate.der: 'utf-8'" in str(ran.exception)
