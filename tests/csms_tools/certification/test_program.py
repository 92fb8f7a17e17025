"""A run: what comes of each case, and that nothing is left."""

import asyncio
from typing import Any

import pytest

from csms_tools.certification.case import Case
from csms_tools.certification.cases.core.booting import tc_001_cold_boot
from csms_tools.certification.ending import judge
from csms_tools.certification.operator.interface import Refusal
from csms_tools.certification.program import Run, Unprepared, carry_out
from csms_tools.certification.scenario import Scenario
from csms_tools.certification.site import Site
from csms_tools.certification.verdicts import CaseResult, Verdict
from csms_tools.commands import NoAnswer
from tests.csms_tools.certification.fakes import URL, FakeCsms, a_case

BOOT = a_case(tc_001_cold_boot)


class Told:
    """Who watches."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.results: list[CaseResult] = []

    def begins(self, name: str) -> None:
        self.began.append(name)

    def ended(self, result: CaseResult) -> None:
        self.results.append(result)


async def run(
    csms: FakeCsms, *cases: Case, messages: int = 0, left: list[str] | None = None, **settings: Any
) -> Run:
    left = [] if left is None else left
    return await carry_out(csms.site(**settings), cases, messages, Told(), left)


async def test_a_case_passes_and_nothing_is_left() -> None:
    csms = FakeCsms()
    done = await run(csms, BOOT)
    assert [one.protocol for one in done.results] == [Verdict.PASS]
    assert (done.passed, csms.is_empty, csms.closed) == (True, True, True)


async def test_what_is_recorded_of_a_stranger_is_not_checked_and_does_not_count() -> None:
    done = await run(FakeCsms(), BOOT)
    assert done.results[0].record == Verdict.NOT_CHECKED
    assert done.passed


async def test_a_case_that_fails_says_what_was_expected_and_where() -> None:
    csms = FakeCsms()
    csms.answers["BootNotification"] = lambda _: {
        "status": "Rejected",
        "currentTime": "2026-11-22T12:00:00Z",
        "interval": 60,
    }
    [result] = (await run(csms, BOOT)).results
    assert (result.protocol, result.passed) == (Verdict.FAIL, False)
    check = result.checks[-1]
    assert check.expectation == "BootNotification is Accepted"
    assert check.line.startswith("cases/")
    assert any("Rejected" in entry.text for entry in result.frames)


async def test_a_call_that_nobody_expects_fails_the_case() -> None:
    csms = FakeCsms()

    async def extra(s: Scenario) -> None:
        csms.connections[s.charge_point.id].say([2, "x", "ClearCache", {}])

    [result] = (await run(csms, a_case(extra))).results
    assert result.protocol == Verdict.FAIL
    assert "no CALL comes" in result.checks[-1].expectation


@pytest.mark.parametrize("error", [Refusal("no"), ValueError("a fault of the case")])
async def test_what_cannot_be_run_is_never_passed(error: Exception) -> None:
    csms = FakeCsms()

    async def raises(_: Scenario) -> None:
        raise error

    done = await run(csms, a_case(raises), BOOT)
    assert [one.protocol for one in done.results] == [Verdict.NOT_RUN, Verdict.PASS]
    assert str(error) in done.results[0].not_run
    assert not done.passed
    assert csms.is_empty


async def test_a_refusal_while_it_is_prepared_ends_it_and_takes_back_what_was_made() -> None:
    csms, left = FakeCsms(), list[str]()
    made = csms.create_id_tag

    async def only_two(tag: Any) -> None:
        await made(tag)
        if len(csms.id_tags) == 2:
            raise Refusal("enough")

    csms.create_id_tag = only_two  # type: ignore[method-assign]
    with pytest.raises(Unprepared, match="enough"):
        await run(csms, BOOT, left=left)
    assert (csms.is_empty, left) == (True, [])


async def test_an_api_that_stops_answering_ends_the_run_which_shows_what_was_seen() -> None:
    csms, left = FakeCsms(), list[str]()

    async def breaks(_: Scenario) -> None:
        csms.refuses = {
            name: NoAnswer("nothing answers")
            for name in ("command", "delete_charge_point", "delete_id_tag")
        }
        await csms.command("CP", "ClearCache", {})

    done = await run(csms, BOOT, a_case(breaks), BOOT, left=left, messages=1000)
    assert [one.protocol for one in done.results] == [
        Verdict.PASS,
        Verdict.NOT_RUN,
        Verdict.NOT_RUN,
    ]
    assert {one.not_run for one in done.results[1:]} == {"nothing answers"}
    with pytest.raises(NoAnswer, match="nothing answers; left behind: charge point CERT"):
        judge(done)
    assert len(left) == len(csms.charge_points | csms.id_tags) == 6
    at_the_end = csms.asked[csms.asked.index("command") + 1 :]
    assert at_the_end == ["delete_charge_point"] * 2, "the rest would wait as long"


async def test_an_interruption_takes_back_what_was_made() -> None:
    csms = FakeCsms()
    begun = asyncio.Event()

    async def waits(_: Scenario) -> None:
        begun.set()
        await asyncio.sleep(60)

    running = asyncio.create_task(run(csms, a_case(waits)))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (csms.is_empty, csms.closed) == (True, True)


@pytest.mark.parametrize("making", ["create_id_tag", "create_charge_point"])
async def test_what_is_being_made_when_it_is_interrupted_goes_too(making: str) -> None:
    csms = FakeCsms()
    csms.slow = 0.05
    running = asyncio.create_task(run(csms, BOOT))
    await csms.reached[making].wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await asyncio.sleep(2 * csms.slow)
    assert csms.is_empty


async def test_what_cannot_be_deleted_is_told_and_is_no_pass() -> None:
    csms = FakeCsms()
    csms.refuses["delete_charge_point"] = Refusal("it is charging")
    done = await run(csms, BOOT)
    assert len(done.left) == 1
    assert done.left[0].endswith("it is charging")
    assert not done.passed


async def test_what_is_about_tls_is_run_at_each_hostname() -> None:
    csms = FakeCsms()
    urls = ("wss://one.example/ocpp", "wss://two.example/ocpp")
    done = await run(csms, a_case(per_hostname=True), BOOT, urls=urls, security_profile=2)
    assert [one.hostname for one in done.results] == ["one.example", "two.example", ""]
    assert csms.urls == [urls[0], urls[1], urls[0]]


async def test_a_charge_point_without_tls_goes_where_there_is_none() -> None:
    csms = FakeCsms()
    secure, plain = "wss://one.example/ocpp", "ws://one.example/ocpp"
    both = (BOOT, a_case(security_profiles=(2,)))
    await run(csms, *both, urls=(secure,), plain_url=plain)
    assert csms.urls == [plain, secure]


async def test_what_is_about_passwords_is_run_with_tls_and_without() -> None:
    csms = FakeCsms()
    secure, plain = "wss://one.example/ocpp", "ws://one.example/ocpp"
    case = a_case(security_profiles=(2, 1))
    done = await run(csms, case, urls=(secure,), plain_url=plain, security_profile=2)
    assert [one.security_profile for one in done.results] == [2, 1]
    assert csms.urls == [secure, plain]


async def test_what_is_about_passwords_is_run_without_tls_where_there_is_none() -> None:
    csms = FakeCsms()
    done = await run(csms, a_case(security_profiles=(2, 1)), plain_url=URL)
    assert [one.security_profile for one in done.results] == [1]


async def test_response_times_are_measured_over_so_many_messages_and_apart() -> None:
    csms = FakeCsms()
    done = await run(csms, messages=20)
    assert done.response_times
    assert done.response_times.protocol == Verdict.PASS
    assert len(done.response_times.answered) >= 20
    assert {action for action, _ in done.response_times.answered} == set(csms.answers) - {
        "BootNotification"
    }
    assert csms.is_empty


async def test_the_watch_is_told_of_each() -> None:
    told = Told()
    site: Site = FakeCsms().site()
    await carry_out(site, [BOOT], 8, told, [])
    assert told.began == ["TC_001 Case TC_001", "8 messages"]
    assert len(told.results) == 1


async def test_a_refusal_that_repeats_a_password_does_not_show_it() -> None:
    csms = FakeCsms()

    async def refused(_: object) -> None:
        raise Refusal(f"not {next(iter(site.secrets))}")

    csms.delete_charge_point = refused  # type: ignore[assignment]
    site = csms.site(security_profile=1)
    done = await carry_out(site, [BOOT], 0, Told(), [])
    assert done.left[0].endswith(": not …")


async def test_whatever_another_operator_raises_at_first_is_told() -> None:
    csms = FakeCsms()
    csms.refuses["product"] = OSError("no such host")
    with pytest.raises(Unprepared, match="OSError: no such host"):
        await run(csms, BOOT)
    assert csms.is_empty
