"""The run: everything that is selected, one after the other, and nothing left at its end."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

import click

from csms_tools.certification.case import Case
from csms_tools.certification.failures import NotRun
from csms_tools.certification.operator.interface import Product, Refusal
from csms_tools.certification.redaction import Redaction
from csms_tools.certification.response_times import measure
from csms_tools.certification.runner import not_run, run_case
from csms_tools.certification.settings import Settings
from csms_tools.certification.site import Site
from csms_tools.certification.verdicts import CaseResult


class Step(NamedTuple):
    case: Case
    url: str


class Unprepared(Exception):
    """Nothing could be run, and why."""


class Watch(Protocol):
    """Who is told how the run goes on."""

    def begins(self, name: str) -> None: ...

    def ended(self, result: CaseResult) -> None: ...


@dataclass(frozen=True)
class Run:
    """`response_times`: of the run apart from the cases, if there was one. `broken_off`: why
    nobody could be asked any more, so that what was left was not run."""

    product: Product
    settings: Settings
    results: Sequence[CaseResult]
    response_times: CaseResult | None
    left: Sequence[str]
    began: datetime
    ended: datetime
    broken_off: click.ClickException | None = None

    @property
    def passed(self) -> bool:
        return all(one.passed for one in self.results) and not self.left


def steps(settings: Settings, cases: Sequence[Case]) -> list[Step]:
    """What is about TLS, at each hostname; what is about passwords, with TLS and without."""
    found = []
    for case in cases:
        if case.per_hostname:
            found += [Step(case, url) for url in settings.urls]
            continue
        profiles = [settings.security_profile_of(case)]
        if {1, 2} <= {*case.security_profiles}:
            profiles = [one for one in case.security_profiles if settings.has(one)] or profiles
        found += [
            Step(replace(case, security_profiles=(one,)), settings.url_for(one)) for one in profiles
        ]
    return found


async def carry_out(
    site: Site, cases: Sequence[Case], messages: int, watch: Watch, left: list[str]
) -> Run:
    """`messages`: of the run that measures response times; 0: there is none. `left`: gets what
    could not be taken back, also where this raises Unprepared, or is cancelled.
    """
    began = datetime.now(UTC)
    results: list[CaseResult] = []
    measured = None
    broken_off: click.ClickException | None = None
    try:
        product = await _prepared(site)
        for case, url in steps(site.settings, cases):
            watch.begins(f"{case.id} {case.name}")
            if broken_off:
                results.append(not_run(site, case, url, broken_off.format_message()))
            else:
                try:
                    results.append(await run_case(site, case, url))
                except click.ClickException as why:
                    broken_off = why
                    results.append(not_run(site, case, url, why.format_message()))
            watch.ended(results[-1])
        if messages and not broken_off:
            watch.begins(f"{messages:,} messages")
            url = site.settings.url_for(site.settings.security_profile)
            measured = await measure(site, url, messages)
    finally:
        left += await site.clear()
        with suppress(Exception):  # of another CSMS's operator
            await site.operator.close()
    ended = datetime.now(UTC)
    return Run(product, site.settings, results, measured, left, began, ended, broken_off)


async def _prepared(site: Site) -> Product:
    try:
        product = await site.operator.product()
        await site.prepare()
    except click.ClickException:
        raise
    except Exception as error:  # whatever another CSMS's operator raises
        known = isinstance(error, (Refusal, NotRun))
        why = str(error) if known else f"{type(error).__name__}: {error}"
        raise Unprepared(Redaction(site.secrets)(why)) from error
    return product
