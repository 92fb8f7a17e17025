"""The run: everything that is selected, one after the other, and nothing left at its end."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

import click

from csms_tools.certification.case import Case
from csms_tools.certification.failures import NotRun
from csms_tools.certification.operator.interface import Product, Refusal
from csms_tools.certification.response_times import measure
from csms_tools.certification.runner import run_case
from csms_tools.certification.settings import Settings
from csms_tools.certification.site import Site
from csms_tools.certification.verdicts import CaseResult

EACH_HOSTNAME = ("TC_086", "TC_087")


class Unprepared(Exception):
    """Nothing could be run, and why."""


class Watch(Protocol):
    """Who is told how the run goes on."""

    def begins(self, name: str) -> None: ...

    def ended(self, result: CaseResult) -> None: ...


@dataclass(frozen=True)
class Run:
    """`response_times`: of the run apart from the cases, if there was one."""

    product: Product
    settings: Settings
    results: Sequence[CaseResult]
    response_times: CaseResult | None
    left: Sequence[str]
    began: datetime
    ended: datetime

    @property
    def passed(self) -> bool:
        return all(one.passed for one in self.results) and not self.left


@dataclass(frozen=True)
class Step:
    case: Case
    url: str
    hostname: str = ""


def steps(site: Site, cases: Sequence[Case]) -> Iterator[Step]:
    """What is about TLS is run at each hostname, if there are several."""
    settings = site.settings
    secure = [url for url in settings.urls if url.startswith("wss:")]
    for case in cases:
        if case.number in EACH_HOSTNAME and len(secure) > 1:
            yield from (Step(case, url, urlsplit(url).netloc) for url in secure)
        else:
            yield Step(case, settings.url_for(site.security_profile(case)))


async def carry_out(
    site: Site, cases: Sequence[Case], messages: int, watch: Watch, left: list[str]
) -> Run:
    """`messages`: of the run that measures response times; 0: there is none. `left`: gets what
    could not be taken back, also where this raises Unprepared, or is cancelled.
    """
    began = datetime.now(UTC)
    results: list[CaseResult] = []
    measured = None
    try:
        product = await _prepared(site)
        for step in steps(site, cases):
            watch.begins(f"{step.case.id} {step.case.name}")
            result = await run_case(site, step.case, step.url)
            results.append(replace(result, hostname=step.hostname))
            watch.ended(results[-1])
        if messages:
            watch.begins(f"{messages:,} messages")
            url = site.settings.url_for(site.settings.security_profile)
            measured = await measure(site, url, messages)
    finally:
        left += await site.clear()
        with suppress(Exception):  # of another CSMS's operator
            await site.operator.close()
    return Run(product, site.settings, results, measured, left, began, datetime.now(UTC))


async def _prepared(site: Site) -> Product:
    try:
        product = await site.operator.product()
        await site.prepare()
    except (Refusal, NotRun) as why:
        raise Unprepared(str(why)) from why
    except click.ClickException:
        raise
    except Exception as error:  # of another CSMS's operator
        raise Unprepared(f"{type(error).__name__}: {error}") from error
    return product
