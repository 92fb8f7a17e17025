"""Runs cases one after the other, and says what came of each."""

import time
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import click

from csms_tools.certification.case import Case, case_line
from csms_tools.certification.charge_point.frames import SHAPE, TIMES
from csms_tools.certification.charge_point.journal import Journal
from csms_tools.certification.failures import Failed, NotRun
from csms_tools.certification.operator.interface import Refusal
from csms_tools.certification.scenario import Scenario
from csms_tools.certification.site import Site
from csms_tools.certification.verdicts import CaseResult, Check, Verdict


async def run_case(site: Site, case: Case, url: str) -> CaseResult:
    """Raises ClickException where the API cannot be asked at all."""
    journal, begun = Journal(), time.monotonic()
    checks: list[Check] = []
    left: list[str] = []
    reason = ""
    try:
        async with _scenario(site, case, url, journal, left) as scenario:
            checks = scenario.checks
            await _judge(scenario, case)
    except Failed as failed:
        line = _where(failed)
        checks.append(Check("protocol", failed.expectation, Verdict.FAIL, failed.seen, line))
    except (NotRun, Refusal) as why:
        reason = str(why)
    except click.ClickException:
        raise  # nobody is asked at all: the run is over
    except Exception as error:  # of another CSMS's operator, or of the case itself
        at = f", {line}" if (line := _where(error)) else ""
        reason = f"{type(error).__name__}: {error}{at}"
    return CaseResult(
        case,
        checks,
        journal.entries,
        time.monotonic() - begun,
        not_run=reason,
        hostname=_hostname(case, url),
        answered=journal.answered,
        left=left,
        opened=journal.opened,
        security_profile=site.security_profile(case),
    )


def not_run(site: Site, case: Case, url: str, reason: str) -> CaseResult:
    return CaseResult(
        case,
        [],
        [],
        0,
        not_run=reason,
        hostname=_hostname(case, url),
        security_profile=site.security_profile(case),
    )


def _hostname(case: Case, url: str) -> str:
    return (urlsplit(url).hostname or "") if case.per_hostname else ""


@asynccontextmanager
async def _scenario(
    site: Site, case: Case, url: str, journal: Journal, left: list[str]
) -> AsyncIterator[Scenario]:
    charge_point = await site.charge_point(site.identity(case), url, journal)
    scenario = Scenario(site, charge_point, url)
    try:
        yield scenario
    finally:
        for one in (*scenario.others, charge_point):
            await one.disconnect()
            left += await site.withdraw(one)


async def _judge(scenario: Scenario, case: Case) -> None:
    charge_point = scenario.charge_point
    if case.connected:
        opened = await charge_point.connect()
        scenario.must(opened.subprotocol == "ocpp1.6", "the subprotocol is ocpp1.6")
    await case.run(scenario)
    all_of_them = (charge_point, *scenario.others)
    for one in all_of_them:
        if one.is_connected:
            await one.line.quiet(scenario.settings.quiet)
            await one.disconnect()
        for unheard in one.memory.unheard:
            raise unheard
    scenario.must(True, "no CALL comes that the scenario does not expect")
    for rule in (TIMES, SHAPE):
        seen = [each for one in all_of_them for each in one.memory.beyond.get(rule, ())]
        scenario.beyond(not seen, rule, "; ".join(seen))


def _where(failed: Exception) -> str:
    frames = traceback.extract_tb(failed.__traceback__)
    lines = [case_line(one.filename, one.lineno or 0) for one in frames]
    return next((line for line in reversed(lines) if line), "")
