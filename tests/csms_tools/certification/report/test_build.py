"""What a report says of a run."""

import json

from csms_tools.certification.case import Profile
from csms_tools.certification.charge_point.transport import Opened
from csms_tools.certification.report.model import Fact, Functionality, Report
from csms_tools.certification.report.writing import document
from csms_tools.certification.settings import Settings
from csms_tools.certification.verdicts import Check, Verdict
from tests.csms_tools.certification.fakes import a_case, a_result, failed, frame
from tests.csms_tools.certification.report.made import a_report

PASSED = Check("protocol", "it is so", Verdict.PASS)


def functionality(report: Report, name: str) -> Functionality:
    [found] = (one for one in report.functionalities if one.name == name)
    return found


def fact(report: Report, name: str) -> Fact:
    [found] = (one for one in report.security_extension if one.name.startswith(name))
    return found


def test_a_case_in_two_editions_is_one_number_and_passes_only_in_both() -> None:
    def form(edition: str, *checks: Check) -> object:
        case = a_case(number="TC_067", profile=Profile.SMART_CHARGING, edition=edition)
        return a_result(case, *checks)

    both = a_report(form("2024-04"), form("2025-11"))  # type: ignore[arg-type]
    assert functionality(both, "Smart Charging").passed == 1
    assert [form.id for form in both.cases[0].forms] == ["TC_067@2024-04", "TC_067@2025-11"]
    one = a_report(form("2024-04"), form("2025-11", failed()))  # type: ignore[arg-type]
    smart = functionality(one, "Smart Charging")
    assert (smart.passed, smart.failed, smart.not_run, smart.of) == (0, 1, 4, 5)
    assert (one.cases[0].protocol, one.passed) == ("fail", False)


def test_a_functionality_has_passed_when_all_its_cases_have() -> None:
    numbers = ("TC_054", "TC_055")
    results = [a_result(a_case(number=one, profile=Profile.REMOTE_TRIGGER)) for one in numbers]
    assert functionality(a_report(*results), "Remote Trigger").result == "passed"
    assert functionality(a_report(*results[:1]), "Remote Trigger").result == "incomplete"
    assert functionality(a_report(), "Remote Trigger").result == "not run"


def test_what_is_not_recorded_fails_a_functionality_too() -> None:
    wrong = Check("record", "the tag is known", Verdict.FAIL, "None")
    report = a_report(a_result(a_case(), PASSED, wrong))
    assert functionality(report, "Core").result == "failed"
    assert report.deviations == ["TC_001, record: the tag is known; seen: None"]


def test_what_is_beyond_the_cases_is_told_apart_and_fails_nothing() -> None:
    beyond = Check("beyond", "times are UTC with Z", Verdict.FAIL, "12:00")
    report = a_report(a_result(a_case(), PASSED, beyond))
    assert (report.passed, report.deviations) == (True, [])
    assert report.beyond == ["TC_001, beyond: times are UTC with Z; seen: 12:00"]


def test_what_was_not_run_is_told_with_its_reason_and_is_no_pass() -> None:
    report = a_report(a_result(not_run="no TLS"))
    assert (report.passed, report.not_run) == (False, ["TC_001: no TLS"])
    assert functionality(report, "Core").result == "not run"


def test_frames_stand_where_something_failed_and_nowhere_else() -> None:
    said = [frame('[3,"1",{}]')]
    good, bad = a_result(frames=said), a_result(a_case(number="TC_003"), failed(), frames=said)
    cases = a_report(good, bad).cases
    assert [len(case.forms[0].frames) for case in cases] == [0, 1]


def test_no_secret_of_the_run_stands_in_it() -> None:
    key = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    sets = f'[2,"1","ChangeConfiguration",{{"key":"AuthorizationKey","value":"{key}"}}]'
    report = a_report(
        a_result(a_case(), failed(seen=f"{key} and a-known-password"), frames=[frame(sets)]),
        a_result(a_case(number="TC_003"), not_run="a-known-password is refused"),
        secrets={"a-known-password"},
        left=["charge point: a-known-password"],
    )
    text = json.dumps(document(report))
    assert key not in text
    assert "a-known-password" not in text
    assert "AuthorizationKey" in text


def test_a_security_profile_is_not_offered_not_tested_or_tested() -> None:
    security = a_case(number="TC_085", profile=Profile.SECURITY)
    report = a_report(
        a_result(security, security_profile=2), settings=Settings(("wss://127.0.0.1/ocpp",))
    )
    assert fact(report, "SEC-1").result.startswith("not offered")
    assert fact(report, "SEC-2") == Fact(
        "SEC-2: TLS with Basic Authentication", "supported, tested", ["TC_085"]
    )
    assert fact(report, "SEC-3").result == "not tested"


def test_a_security_profile_is_not_as_it_should_be_where_one_of_its_cases_fails() -> None:
    security = a_case(number="TC_085", profile=Profile.SECURITY)
    report = a_report(a_result(security, failed(), security_profile=2))
    assert fact(report, "SEC-2").result == "tested, not as it should be"


def test_suites_and_versions_are_those_that_were_negotiated() -> None:
    opened = [Opened("ocpp1.6", "TLSv1.2", "AES128-GCM-SHA256"), Opened("ocpp1.6", "TLSv1.3")]
    report = a_report(a_result(a_case(number="TC_086"), opened=opened))
    assert fact(report, "TLS_RSA_WITH_AES_128") == Fact(
        "TLS_RSA_WITH_AES_128_GCM_SHA256", "negotiated", ["TC_086"]
    )
    assert fact(report, "TLS_ECDHE_ECDSA_WITH_AES_128").result == "not seen"
    assert fact(report, "TLS versions").result == "TLSv1.2, TLSv1.3"


def test_an_additional_question_is_answered_by_its_case() -> None:
    def answer(*results: object) -> str:
        return a_report(*results).questions[0].answer  # type: ignore[arg-type]

    asked = a_case(number="AQ-1", profile=Profile.TRAPS)
    assert answer() == "not tested"
    assert answer(a_result(asked)) == "yes"
    assert answer(a_result(asked, failed())) == "no"
    assert answer(a_result(asked, not_run="it cannot be set")) == "not tested"


def test_traps_are_counted_apart_from_the_77_cases() -> None:
    report = a_report(a_result(a_case(number="C-25", profile=Profile.TRAPS)))
    assert functionality(report, "Traps").passed == 1
    assert sum(one.of for one in report.functionalities if one.name != "Traps") == 77


def test_response_times_are_those_of_all_calls_of_all_cases() -> None:
    answered = [("Heartbeat", 0.010), ("Authorize", 0.030)]
    apart = a_result(a_case(number="response-times"), answered=answered * 100)
    report = a_report(
        a_result(answered=answered), a_result(answered=answered), response_times=apart
    )
    everything, authorize = report.performance.cases
    assert (everything.count, everything.average) == (4, 0.020)
    assert (authorize.count, authorize.minimum) == (2, 0.030)
    assert report.performance.apart[0].count == 200


def test_a_measurement_that_fails_says_why() -> None:
    apart = a_result(a_case(number="response-times"), failed())
    assert a_report(response_times=apart).performance.not_measured == "BootNotification is Accepted"
    assert a_report().performance.not_measured == "it was not asked for"


def test_a_run_against_others_tells_nothing_of_these_sources() -> None:
    assert a_report().identity.commit == ""
    assert a_report().identity.network == "loopback"
