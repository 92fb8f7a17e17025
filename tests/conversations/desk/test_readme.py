"""The client in README, run as a new user would."""

import re
import subprocess
import sys

from tests.conversations.running import PATIENCE, Csms
from tests.stored import provision, provision_id_tag
from tests.support import ROOT


def test_the_client_in_readme_boots_and_charges(csms: Csms, store: None) -> None:
    (client,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    provision("CP001", security_profile=0)
    provision_id_tag("TAG-ACCEPTED")
    here = client.replace("ws://127.0.0.1:9000/ocpp", csms.ws)
    assert here != client
    done = subprocess.run(
        [sys.executable, "-c", here], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    boot, started, stopped = done.stdout.splitlines()
    assert "status='Accepted'" in boot
    assert "{'status': 'Accepted'}" in started
    assert stopped.startswith("StopTransaction(")
