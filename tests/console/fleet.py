"""The charge points of these tests."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.conversations.running import CSMS, PATIENCE, Csms

START = 60.0  # seconds for a process that starts, on a busy machine

SEED = """
chargePoints:
  - {id: CP1, securityProfile: 0}
  - {id: CP2, securityProfile: 0}
  - {id: HOSTILE, securityProfile: 0}
idTags:
  - {idTag: CARD-1}
"""


def simulated(csms: Csms, charge_point_id: str, log: Path) -> Iterator[None]:
    """Once it is accepted: a page is there sooner than a process that starts."""
    command = [str(CSMS), "simulate", "--url", csms.ws, "--id", charge_point_id]
    command += ["--sessions", "0", "--connectors", "2", "--set", "MeterValueSampleInterval=1"]
    with log.open("w") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        try:
            over = time.monotonic() + START
            while "registration Accepted" not in log.read_text():
                assert time.monotonic() < over, log.read_text()
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)
