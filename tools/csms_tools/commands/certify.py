"""`csms certify`: the cases of a test laboratory, run against a CSMS."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
from click.shell_completion import CompletionItem

from csms_tools.commands import Wrong
from csms_tools.operator.profile_names import ProfileName

if TYPE_CHECKING:
    from csms_tools.certification.plan import Plan
    from csms_tools.certification.program import Run
    from csms_tools.certification.site import Site

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_SECONDS = click.FloatRange(0, min_open=True)


def _addresses(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    for url in given:
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("ws", "wss") and parts.hostname and parts.port != 0
        except ValueError:
            good = False
        if not good or parts.query or parts.fragment or parts.username:
            raise click.BadParameter(f"{url} is no ws or wss address")
    return tuple(url.removesuffix("{id}").rstrip("/") for url in given)  # as csms up prints it


class _CaseName(click.ParamType[str]):
    name = "text"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from csms_tools.certification.all_cases import all_cases

        return [
            CompletionItem(one.id, help=one.name)
            for one in all_cases()
            if one.id.startswith(incomplete)
        ]


class _ProfileName(ProfileName):
    """Of cases, or of a deployment."""

    name = "text"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from csms_tools.certification.case import Profile

        of_cases = [CompletionItem(one) for one in Profile if one.startswith(incomplete)]
        return [*of_cases, *super().shell_complete(ctx, param, incomplete)]


@click.command()
@click.option(
    "--url",
    "urls",
    multiple=True,
    callback=_addresses,
    help="What charge points are given: wss://…, ws://…; repeatable. Else a csms up of its own.",
)
@click.option("--ca", type=_FILE, help="Roots of the server (PEM) beside the system's.")
@click.option(
    "--case",
    "names",
    multiple=True,
    type=_CaseName(),
    help="TC_023_1, or TC_023 for all that begin so; repeatable.",
)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    type=_ProfileName(),
    help="Cases: core, security, traps …; any other name: see csms profile. Repeatable.",
)
@click.option("--list", "listing", is_flag=True, help="The cases that are selected; runs none.")
@click.option(
    "--report", "folder", type=_FOLDER, help="For report.md, report.html, report.json, junit.xml."
)
@click.option("--summary", type=_FILE, help="A page with markers, for the summary between them.")
@click.option("--operator", metavar="MODULE:CLASS", help="For another CSMS: see docs/certify.md.")
@click.option(
    "--operator-option", "given", multiple=True, metavar="NAME=VALUE", help="For that class."
)
@click.option(
    "--security-profile",
    type=click.IntRange(0, 3),
    help="Of charge points, where a case does not say: 2, or without wss:// 0.",
)
@click.option("--patience", type=_SECONDS, default=30, show_default=True, help="For an answer, s.")
@click.option("--quiet", type=_SECONDS, default=0.3, show_default=True, help="At the end, s.")
@click.option("--heartbeat", type=_SECONDS, default=1, show_default=True, help="Interval, s.")
@click.option(
    "--messages",
    type=click.IntRange(0),
    help="For response times, apart: 1,000, or 0 where cases are selected.",
)
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON document.")
@click.option("--token", envvar="CSMS_TOKEN", help="For the API; or CSMS_TOKEN.")
@click.option("--api", envvar="CSMS_API", help="The API's address; or CSMS_API.")
@click.pass_context
def certify(context: click.Context, /, **given: Any) -> None:
    """Run the certification cases of OCPP 1.6 against a CSMS, and say what came of each.

    It deletes what it makes; the token must be that of an admin. The exit code is 0 if all the
    cases that are selected have passed.
    """
    from csms_tools.certification.ending import ended_as_told, judge
    from csms_tools.certification.plan import planned
    from csms_tools.certification.report.build import report_of
    from csms_tools.certification.report.markdown import with_summary
    from csms_tools.certification.report.tables import headline
    from csms_tools.certification.report.writing import document, write
    from csms_tools.operator.output import Output

    plan = planned(context, given)
    folder, summary, as_json = given["folder"], given["summary"], given["as_json"]
    if given["listing"]:
        for case in plan.cases:
            click.echo(f"{case.id:<18} {case.profile:<20} {case.name}")
        return
    _seen_to(folder, summary)
    left: list[str] = []
    with ended_as_told(left), _site(plan) as site:
        run = asyncio.run(_run(site, plan, left, silent=as_json))
    report = report_of(run, site.secrets, ours=not plan.urls)
    if folder:
        write(report, folder)
    if summary:
        summary.write_text(with_summary(summary.read_text(), report))
    if as_json:
        Output(as_json=True).document(document(report))
    else:
        if report.performance.not_measured and plan.messages:
            click.echo(f"response times: {report.performance.not_measured}")
        click.echo(headline(report) + (f"; the report is in {folder}" if folder else ""))
    judge(run)


def _seen_to(folder: Path | None, summary: Path | None) -> None:
    """What can be seen before anything starts. Raises Wrong."""
    from csms_tools.certification.report.markdown import BEGIN, END

    if summary and not (BEGIN in (page := summary.read_text()) and END in page):
        raise Wrong(f"{summary} has no {BEGIN} and {END}")
    if folder:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Wrong(f"--report {folder}: {error.strerror}") from error


@contextmanager
def _site(plan: "Plan") -> Iterator["Site"]:
    """The CSMS that is named, or one of its own, until the end."""
    from csms_tools.certification.charge_point.keys import Authority
    from csms_tools.certification.operator.our_api import OurApi
    from csms_tools.certification.operator.ours import Ours
    from csms_tools.certification.site import Site
    from csms_tools.commands.own_csms import own_csms
    from csms_tools.operator.access import Choice, access
    from csms_tools.operator.client import Api

    if plan.foreign:
        yield Site(plan.foreign, plan.settings_for(plan.urls, plan.ca))
        return
    if plan.urls:
        api = Api(access(plan.said, plan.around))
        api.get("/audit", {"limit": 1})  # an admin's, as deleting is
        yield Site(Ours(OurApi(api)), plan.settings_for(plan.urls, plan.ca))
        return
    with TemporaryDirectory(prefix="csms-certify-") as folder:
        seed = Path(folder) / "seed.yaml"
        seed.write_text("chargePoints: []\nidTags: []\n")
        options = [f"--{name}-port=0" for name in ("ws", "wss", "api")]
        options += ["--seed", str(seed), "--parameter", "CpoName=csms"]
        authority = Authority.new("csms certify")
        (trusted := Path(folder) / "authority.pem").write_text(authority.key_and_certificate)
        (root := Path(folder) / "client-ca.pem").write_text(authority.pem)
        options += ["--client-ca", str(root)]
        with own_csms(options, Path(folder) / "log") as ready:
            api = Api(access(Choice(api=ready["api"]), Choice()))
            by_name = ready["wss"].replace("127.0.0.1", "localhost")  # as its certificate has it
            settings = plan.settings_for((by_name, ready["ws"]), Path(ready["ca"]))
            yield Site(Ours(OurApi(api)), replace(settings, client_authority=trusted))


async def _run(site: "Site", plan: "Plan", left: list[str], *, silent: bool) -> "Run":
    from csms_tools.certification.program import carry_out, steps
    from csms_tools.certification.progress import shown

    number = len(steps(site.settings, plan.cases))
    with shown(site.secrets, number, terminal=sys.stdout.isatty(), silent=silent) as watch:
        return await carry_out(site, plan.cases, plan.messages, watch, left)
