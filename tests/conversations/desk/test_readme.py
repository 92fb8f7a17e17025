"""The client in README, run as a new user would."""

import re
import subprocess
import sys

from csms.store.provisioned import charge_points, id_tags
from tests.conversations.running import PATIENCE, Csms
from tests.support import ROOT


def test_the_client_in_readme_boots_and_charges(csms: Csms, store: None) -> None:
    (client,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    charge_points.provision("CP001", security_profile=0)
    id_tags.provision("TAG-ACCEPTED")
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
