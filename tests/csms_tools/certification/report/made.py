"""Reports made of results."""

from datetime import UTC, datetime, timedelta
from typing import Any

from csms_tools.certification.operator.interface import Product
from csms_tools.certification.program import Run
from csms_tools.certification.report.build import report_of
from csms_tools.certification.report.model import Report
from csms_tools.certification.settings import Settings
from csms_tools.certification.verdicts import CaseResult
from tests.csms_tools.certification.fakes import a_case, a_result, failed, frame

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
URLS = ("wss://127.0.0.1:9443/ocpp",)
EVIL = '<script>alert("x")</script> | `a` **b** [c](http://d) \x1b[31m\x00\ud800 & \n# e'


def a_run(*results: CaseResult, **more: Any) -> Run:
    given: dict[str, Any] = {
        "product": Product("a fake", "1.2.3"),
        "settings": Settings(URLS, plain_url="ws://127.0.0.1:9000/ocpp"),
        "results": results,
        "response_times": None,
        "left": [],
        "began": NOON,
        "ended": NOON + timedelta(minutes=5),
    }
    return Run(**given | more)


def a_report(*results: CaseResult, secrets: set[str] | None = None, **more: Any) -> Report:
    return report_of(a_run(*results, **more), secrets or set(), ours=False)


def hostile() -> Report:
    """Of a CSMS that writes what it likes."""
    case = a_case()
    return a_report(
        a_result(case, failed(seen=EVIL), frames=[frame(f"{EVIL} ``` ````")]),
        a_result(a_case(number="TC_003"), not_run=EVIL),
        product=Product(EVIL, EVIL),
        left=[EVIL],
    )
