"""`python -m csms_tools.rehearsal`: the parts in their order, and the report.

1 if something is not as it should be. What it leaves is in build/rehearsal.
"""

import asyncio
import sys
from datetime import UTC, datetime

from csms_tools.rehearsal import (
    back,
    building,
    comparison,
    first_try,
    linters,
    permissions,
    second_region,
)
from csms_tools.rehearsal.adapter import ADAPTED
from csms_tools.rehearsal.deploying import PARAMETERS, STACK, deploy
from csms_tools.rehearsal.emulator import emulator
from csms_tools.rehearsal.programs import HERE, ROOT, SCRATCH
from csms_tools.rehearsal.report import SUCCESS, Report
from csms_tools.rehearsal.walk import walk

PAGE = ROOT / "build" / "rehearsal.md"

UNSEEN = (
    "that AWS takes each property: the emulator makes resources, and checks few of their values",
    "CloudFront, its functions and TLS, certificates, DNS: they are recorded, and nothing runs",
    "time to live, recovery to a point in time and class of tables, of which it takes no notice",
    "quotas and throttles of an account, and how long things take",
    "that API Gateway selects routes as ours: the rule is applied for the emulator",
    "alarms over several metrics, whose expressions are not read",
    "SnapStart, CodeDeploy, alarms that fire, mail that is sent",
)


def main() -> int:
    SCRATCH.mkdir(parents=True, exist_ok=True)
    report = Report()
    with report.part("Built for AWS: arm64, python3.13") as part:
        building.for_aws(part)
    with report.part("Linted") as part:
        linters.lint(part)
    with report.part("Back to the release before") as part:
        back.rehearse(part)
    with report.part(f"Built for this machine: {HERE}") as part:
        building.for_here(part)
    if not part.wrong:
        _in_the_emulator(report)
    now = datetime.now(UTC).isoformat(timespec="minutes")
    PAGE.write_text(report.page(f"`make rehearse`, {now}, on {HERE}."))
    print(f"\n{SUCCESS}\n{PAGE.relative_to(ROOT)} has all of it")
    return int(report.wrong)


def _in_the_emulator(report: Report) -> None:
    template = building.BUILT / "template.yaml"
    with emulator(SCRATCH) as aws:
        with report.part("A first deployment that fails") as part:
            first_try.rehearse(aws, template, STACK, PARAMETERS, part)
        with report.part("Deployed into an emulator, of the same name") as part:
            stack = deploy(aws, template, PARAMETERS)
            part.checked.append(
                f"sam deploy of the template as it is: {len(stack.found)} resources"
            )
            for told, compare in {**comparison.COMPARED, **permissions.COMPARED}.items():
                part.check(told, compare(stack))
            part.left_open += UNSEEN
        if part.wrong and not part.checked:
            return
        with report.part("The same once more, in another region of the account") as part:
            second_region.rehearse(stack, template, PARAMETERS, part)
        with report.part("A session and a command, in the first region") as part:
            asyncio.run(walk(stack, part))
            part.left_open += [f"adapted: {one}" for one in ADAPTED]


if __name__ == "__main__":
    sys.exit(main())
