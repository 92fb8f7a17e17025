"""`csms certify`: the cases of a test laboratory, run against a CSMS."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from csms_tools.commands import Failed
from csms_tools.operator.options import Operator, operates

if TYPE_CHECKING:
    from csms_tools.certification.case import Case
    from csms_tools.certification.settings import Settings
    from csms_tools.certification.verdicts import CaseResult

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--url", "urls", multiple=True, help="What charge points are given: wss://…")
@click.option("--ca", type=_FILE, help="Roots of the server (PEM) beside the system's.")
@click.option("--feature", "profiles", multiple=True, help="Cases of this profile.")
@click.option("--case", "numbers", multiple=True, help="This case, by its number.")
@operates
def certify(
    operator: Operator,
    urls: tuple[str, ...],
    ca: Path | None,
    profiles: tuple[str, ...],
    numbers: tuple[str, ...],
) -> None:
    """Run the certification cases; without --url against a csms up of its own."""
    from csms_tools.certification.all_cases import selected
    from csms_tools.certification.settings import Settings
    from csms_tools.commands.own_csms import own_csms

    cases = selected(profiles, numbers)
    if urls:
        results = asyncio.run(_run(operator, Settings(urls, ca), cases))
    else:
        with TemporaryDirectory(prefix="csms-certify-") as folder:
            seed = Path(folder) / "seed.yaml"
            seed.write_text("chargePoints: []\nidTags: []\n")
            options = [f"--{name}-port=0" for name in ("ws", "wss", "api")]
            options += ["--seed", str(seed), "--parameter", "CpoName=csms"]
            with own_csms(options, Path(folder) / "log") as ready:
                operator.named["api"] = ready["api"]
                by_name = ready["wss"].replace("127.0.0.1", "localhost")
                settings = Settings((by_name,), Path(ready["ca"]), ready["ws"])
                results = asyncio.run(_run(operator, settings, cases))
    if failed := [one.case.id for one in results if not one.passed]:
        raise Failed(f"not passed: {', '.join(failed)}")


async def _run(operator: Operator, settings: "Settings", cases: "list[Case]") -> "list[CaseResult]":
    from csms_tools.certification.operator.our_api import OurApi
    from csms_tools.certification.operator.ours import Ours
    from csms_tools.certification.runner import run_everywhere
    from csms_tools.certification.site import Site

    site = Site(Ours(OurApi(operator.api)), settings)
    results = []
    try:
        await site.prepare()
        for case in cases:
            for one in await run_everywhere(site, case):
                results.append(one)
                _show(one)
    finally:
        for each in await site.clear():
            click.echo(f"left behind: {each}", err=True)
        await site.operator.close()
    return results


def _show(one: "CaseResult") -> None:
    case = one.case
    click.echo(f"{case.id:<18} {one.protocol:<8} {one.record:<12} {case.name} {one.hostname}")
    for check in one.checks:
        if check.verdict == "fail":
            click.echo(f"    {check.kind}: {check.expectation}; {check.seen} {check.line}")
    if one.not_run:
        click.echo(f"    {one.not_run}")
    if not one.passed:
        for entry in one.frames:
            click.echo(f"    {entry.at:7.3f} {entry.speaker:<12} {entry.text}")
    for each in one.left:
        click.echo(f"    left behind: {each}")
