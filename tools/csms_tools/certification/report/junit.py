"""The report as JUnit XML: a suite a functionality, a test a run of a case."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from csms_tools.certification.report.model import CaseReport, Form, Report

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report) -> str:
    forms = [form for case in report.cases for form in case.forms]
    root = Element("testsuites", {"name": "csms certify", **_counts(forms)})
    for functionality in report.functionalities:
        cases = [one for one in report.cases if one.functionality == functionality.name]
        if not cases:
            continue
        counts = _counts([form for case in cases for form in case.forms])
        name = functionality.name
        suite = SubElement(
            root, "testsuite", {"name": name, "timestamp": report.identity.began, **counts}
        )
        for case in cases:
            for form in case.forms:
                _test(suite, case, form)
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _counts(forms: list[Form]) -> dict[str, str]:
    not_run = sum(bool(form.not_run) for form in forms)
    failures = sum(not form.passed and not form.not_run for form in forms)
    return {
        "tests": str(len(forms)),
        "failures": str(failures),
        "errors": str(not_run),  # not "skipped": what was not run is not passed
        "time": f"{sum(form.duration for form in forms):.3f}",
    }


def _test(suite: Element, case: CaseReport, form: Form) -> None:
    name = " ".join(each for each in (form.id, case.name, form.hostname) if each)
    test = SubElement(
        suite,
        "testcase",
        {"classname": case.functionality, "name": _xml(name), "time": f"{form.duration:.3f}"},
    )
    if form.not_run:
        SubElement(test, "error", {"message": _xml(f"not run: {form.not_run}")})
    elif not form.passed:
        failed = [
            f"{one.kind}: {one.expectation}" + (f"; seen: {one.seen}" if one.seen else "")
            for one in form.checks
            if one.verdict == "fail" and one.kind != "beyond"
        ]
        failure = SubElement(test, "failure", {"message": _xml("; ".join(failed))})
        frames = (f"{one.at:8.3f} {one.speaker:<12} {one.text}" for one in form.frames)
        lines = [one.line for one in form.checks if one.verdict == "fail" and one.line]
        failure.text = _xml("\n".join([*lines, *frames]))


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
