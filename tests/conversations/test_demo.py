"""`csms demo`, as somebody who sees it for the first time."""

import subprocess

from tests.conversations.running import CSMS, Csms


def test_the_demo_charges_and_ends_after_its_sessions() -> None:
    words = ["demo", "--sessions", "1", "--time-scale", "60"]
    for port in ("ws", "wss", "api"):
        words += ["--up", f"--{port}-port=0"]
    done = subprocess.run([CSMS, *words], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "\nready\n" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("charge points 3, sessions 3, ")
    assert done.stderr == ""


def test_a_taken_port_is_told_in_one_line(csms: Csms) -> None:
    taken = csms.ws.split(":")[2].split("/")[0]
    done = subprocess.run(
        [CSMS, "demo", "--up", f"--ws-port={taken}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr == f"csms: --ws-port {taken}: address already in use\n"
