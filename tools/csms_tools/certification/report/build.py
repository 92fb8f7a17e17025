"""From a run to its report; what nobody may see is taken out here, once for all forms."""

import platform
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from csms import __version__
from csms_tools.certification.program import Run
from csms_tools.certification.redaction import Redaction
from csms_tools.certification.report import environment, figures
from csms_tools.certification.report.functionalities import functionalities, name_of
from csms_tools.certification.report.model import (
    STATEMENT,
    CaseReport,
    Check,
    Form,
    Frame,
    Identity,
    Performance,
    Report,
)
from csms_tools.certification.report.questions import questions
from csms_tools.certification.report.security import security_extension
from csms_tools.certification.verdicts import CaseResult, Verdict

Clean = Callable[[str], str]

WORST = (Verdict.FAIL, Verdict.NOT_RUN, Verdict.PASS, Verdict.NOT_CHECKED)

EDITIONS = (
    "the case document of 2024-04, and later editions where they are stricter; where they "
    "contradict each other, as in 052, 055 and 067, both forms are run, and both must pass"
)


def report_of(run: Run, secrets: set[str], *, ours: bool) -> Report:
    """`ours`: it was a `csms up` of these sources."""
    redaction = Redaction(secrets)
    for result in run.results:
        redaction.learn(entry.text for entry in result.frames)
    cases = [_case(list(forms), redaction) for _, forms in groupby(run.results, _number)]
    return Report(
        STATEMENT,
        run.passed,
        _identity(run, redaction, ours=ours),
        functionalities(cases),
        security_extension(run.results, run.settings),
        questions(cases),
        _performance(run, redaction),
        cases,
        [*_failed(cases, "protocol"), *_failed(cases, "record")],
        list(_failed(cases, "beyond")),
        [f"{form.id}: {form.not_run}" for form in _forms(cases) if form.not_run],
        [redaction(each) for each in run.left],
    )


def _number(result: CaseResult) -> str:
    return result.case.number


def _identity(run: Run, clean: Clean, *, ours: bool) -> Identity:
    return Identity(
        product=clean(run.product.name),
        version=clean(run.product.version),
        commit=environment.commit() if ours else "",
        system_type="CSMS (central system)",
        protocol="OCPP 1.6-J edition 2 with errata",
        security="Security Whitepaper edition 3",
        program=f"csms certify {__version__}",
        editions=EDITIONS,
        began=_spelled(run.began),
        ended=_spelled(run.ended),
        machine=environment.machine(),
        system=environment.system(),
        python=platform.python_version(),
        network=environment.network(run.settings.urls),
        urls=[] if ours else [clean(url) for url in run.settings.urls],
    )


def _spelled(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _performance(run: Run, clean: Clean) -> Performance:
    answered = [each for result in run.results for each in result.answered]
    apart, not_measured = run.response_times, ""
    if apart is None:
        not_measured = "it was not asked for"
    elif apart.protocol != Verdict.PASS:
        failed = [one.expectation for one in apart.checks if one.verdict == Verdict.FAIL]
        not_measured = clean(apart.not_run or "; ".join(failed))
    times = apart.answered if apart else []
    return Performance(
        paper=figures.PAPER,
        cases=figures.both(answered),
        apart=figures.both(times) if times else [],
        histogram=figures.histogram([seconds for _, seconds in times]),
        not_measured=not_measured,
        differs=_differs(environment.network(run.settings.urls)),
    )


def _differs(network: str) -> str:
    here = "loopback on one machine, with no network between" if network == "loopback" else network
    return (
        f"The figures of the paper were measured by a laboratory over Ethernet; here it is {here}. "
        "Each is from a CALL as the charge point sends it to its CALLRESULT, handshakes left out: "
        "they tell of different ways, and are to be compared with care."
    )


def _case(results: Sequence[CaseResult], clean: Clean) -> CaseReport:
    first = results[0].case
    forms = [_form(one, clean) for one in results]
    return CaseReport(
        first.number,
        first.name,
        name_of(first.profile),
        _worst(form.protocol for form in forms),
        _worst(form.record for form in forms),
        all(form.passed for form in forms),
        sum(form.duration for form in forms),
        forms,
    )


def _worst(verdicts: Iterator[str]) -> str:
    found = set(verdicts)
    return next(each for each in WORST if each in found)


def _form(result: CaseResult, clean: Clean) -> Form:
    frames = [] if result.passed else result.frames
    return Form(
        result.case.id,
        result.case.edition,
        result.case.summary,
        result.hostname,
        result.security_profile,
        result.protocol.value,
        result.record.value,
        result.passed,
        round(result.duration, 3),
        clean(result.not_run),
        [
            Check(
                each.kind, clean(each.expectation), each.verdict.value, clean(each.seen), each.line
            )
            for each in result.checks
        ],
        [Frame(round(one.at, 3), one.speaker, clean(one.text)) for one in frames],
        [clean(each) for each in result.left],
    )


def _forms(cases: Sequence[CaseReport]) -> list[Form]:
    return [form for case in cases for form in case.forms]


def _failed(cases: Sequence[CaseReport], kind: str) -> Iterator[str]:
    for form in _forms(cases):
        for check in form.checks:
            if (check.kind, check.verdict) == (kind, Verdict.FAIL):
                seen = f"; seen: {check.seen}" if check.seen else ""
                yield f"{form.id}, {kind}: {check.expectation}{seen}"
