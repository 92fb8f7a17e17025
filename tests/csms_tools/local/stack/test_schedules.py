from pathlib import Path

import pytest

from csms_tools.local.stack.stack import TemplateError
from tests.csms_tools.local import stacks

SCHEDULED = """
Timed:
  Type: AWS::Serverless::Function
  Properties:
    Events:
      Often: {Type: Schedule, Properties: {Schedule: "%s", Enabled: %s, Input: '%s'}}
"""


@pytest.mark.parametrize(
    ("rate", "seconds"),
    [("rate(1 minute)", 60), ("rate(5 minutes)", 300), ("rate(2 hours)", 7200)],
)
def test_a_rule_fires_as_often_as_it_says(rate: str, seconds: int, tmp_path: Path) -> None:
    stack = stacks.stack(tmp_path, more=SCHEDULED % (rate, "true", '{"do": "echo"}'))
    (schedule,) = stack.schedules
    assert (schedule.every, schedule.function, schedule.input) == (seconds, "Timed", {"do": "echo"})


def test_one_that_is_disabled_does_not(tmp_path: Path) -> None:
    stack = stacks.stack(tmp_path, more=SCHEDULED % ("rate(1 minute)", "false", "{}"))
    assert stack.schedules == ()


def test_what_is_no_rate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"TimedOften: only rate\(…\)"):
        stacks.stack(tmp_path, more=SCHEDULED % ("cron(0 12 * * ? *)", "true", "{}"))
