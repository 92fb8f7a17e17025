"""Programs that a rehearsal starts: bounded in time, and heard."""

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from csms_tools.rehearsal.report import Broken

ROOT = Path(__file__).resolve().parents[3]
SCRATCH = ROOT / "build" / "rehearsal"

HERE = {"aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "x86_64")
"""The architecture of this machine, as the template names it."""


def run(
    *words: str | Path,
    seconds: float,
    environment: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    codes: Sequence[int] = (0,),
) -> str:
    """What it has said on its standard output. Raises Broken with the last that it said."""
    command = [str(word) for word in words]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise Broken(f"{' '.join(command[:4])} took more than {seconds:.0f} s") from error
    (SCRATCH / "last.log").write_text(done.stdout + done.stderr)
    if done.returncode not in codes:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-8:]
        raise Broken(f"{' '.join(command[:4])} ended with {done.returncode}: " + " / ".join(said))
    return done.stdout
