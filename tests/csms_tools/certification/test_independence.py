"""A judge must not make the mistakes of the defendant: it needs nothing of the product's code."""

import subprocess
import sys

PROGRAM = """
import sys
from csms_tools.certification import runner, response_times
from csms_tools.certification.all_cases import all_cases
assert all_cases()
theirs = ("csms", "csms_tools.charge_point", "csms_tools.smoke", "csms_tools.local", "api",
          "connection", "inbound", "outbound", "workflows")
print(*(name for name in sys.modules if name in theirs or name.startswith(
    tuple(f"{one}." for one in theirs))))
"""


def test_cases_and_their_charge_point_load_no_code_of_the_csms_nor_of_the_simulator() -> None:
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "\n"
