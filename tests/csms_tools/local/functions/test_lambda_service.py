import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from csms_tools.local.functions.lambda_service import FunctionError, Functions, StartError
from tests.csms_tools.local import stacks
from tests.csms_tools.local.processes import alive, gone, pids_printed

NOWHERE = "http://127.0.0.1:9"
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@pytest_asyncio.fixture
async def functions(tmp_path: Path) -> AsyncIterator[Functions]:
    functions = Functions(stacks.stack(tmp_path), endpoint=NOWHERE, workers=3, log=tmp_path / "log")
    await functions.start()
    yield functions
    await functions.stop()


async def do(functions: Functions, what: str, *, function: str = "Allowed", **more: Any) -> Any:
    return await functions.invoke(function, {"do": what, **more})


async def failure(functions: Functions, what: str, **more: Any) -> dict[str, Any]:
    with pytest.raises(FunctionError) as error:
        await do(functions, what, **more)
    assert error.value.function_id == "Allowed"
    return error.value.payload


async def test_an_event_comes_as_json_and_so_does_the_result(functions: Functions) -> None:
    event = {"do": "echo", "text": "žluťoučký ☃ \ud800 \"'\n", "n": [1, 2.5, None, True]}
    assert await functions.invoke("Allowed", event) == event
    large = {"do": "echo", "body": "x" * 1_000_000}
    assert await functions.invoke("Allowed", large) == large


async def test_an_event_that_is_not_json_is_the_callers_fault(functions: Functions) -> None:
    for _ in range(5):  # more often than there are workers
        with pytest.raises(TypeError):
            await do(functions, "echo", thing=object())
    assert await do(functions, "echo") == {"do": "echo"}


async def test_workers_are_forked_on_demand_and_stay_warm(functions: Functions) -> None:
    first = await do(functions, "where")
    again = await do(functions, "where", function="Bare")
    assert first["parent"] == functions.pid
    assert (again["pid"], again["calls"]) == (first["pid"], 2)
    assert functions.workers == [first["pid"]]


async def test_a_worker_has_one_call_at_a_time_and_there_are_never_more_than_the_limit(
    functions: Functions,
) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(do(functions, "sleep", seconds=0.1) for _ in range(9)))
    assert loop.time() - began >= 0.3
    assert len(functions.workers) == 3


async def test_a_function_has_its_own_environment_and_nothing_of_the_desk(
    functions: Functions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    allowed = await do(functions, "environment")
    bare = await do(functions, "environment", function="Bare")
    assert (allowed["OWN"], allowed["DIFFERENT"]) == ("value", "one")
    assert bare["DIFFERENT"] == "two"
    assert "OWN" not in bare
    assert bare["AWS_LAMBDA_FUNCTION_NAME"] == "Bare"
    assert bare["AWS_ENDPOINT_URL"] == NOWHERE
    assert not {"HTTP_PROXY", "HOME", "PYTHONPATH"} & bare.keys()


async def test_what_a_function_does_to_its_environment_is_undone(functions: Functions) -> None:
    await do(functions, "spoil")
    after = await do(functions, "environment")
    assert after["AWS_REGION"] == "eu-west-1"
    assert "SPOILT" not in after


async def test_modules_see_at_import_what_the_functions_agree_on(functions: Functions) -> None:
    seen = (await do(functions, "environment"))["READ_AT_IMPORT"]
    assert seen == ["StateTable", None]


async def test_the_context_is_lambdas(functions: Functions) -> None:
    context = await do(functions, "describe")
    first, later = context.pop("remaining")
    assert 900 < first <= 1000
    assert 40 <= first - later < 500
    assert re.fullmatch(UUID, context.pop("aws_request_id"))
    assert context == {
        "function_name": "Allowed",
        "function_version": "$LATEST",
        "invoked_function_arn": "arn:aws:lambda:eu-west-1:000000000000:function:Allowed",
        "memory_limit_in_mb": "128",
        "log_group_name": "/aws/lambda/Allowed",
        "log_stream_name": "local",
        "identity": None,
        "client_context": None,
    }


async def test_a_handler_runs_in_the_main_thread_where_signals_arrive(functions: Functions) -> None:
    assert await do(functions, "alarm") == 1


async def test_what_a_function_raises_is_told_as_lambda_tells_it(
    functions: Functions, tmp_path: Path
) -> None:
    payload = await failure(functions, "fail")
    assert payload["errorType"] == "ValueError"
    assert payload["errorMessage"] == "this is no good"
    assert re.fullmatch(UUID, payload["requestId"])
    assert "in fail" in payload["stackTrace"][-1]
    assert "[ERROR] ValueError: this is no good" in (tmp_path / "log").read_text()


async def test_a_result_that_is_not_json_is_told(functions: Functions) -> None:
    payload = await failure(functions, "unspeakable")
    assert payload["errorType"] == "Runtime.MarshalError"
    assert "object is not JSON serializable" in payload["errorMessage"]


@pytest.mark.parametrize("how", ["die", "leave"])
async def test_a_worker_that_dies_fails_its_call_and_is_replaced(
    functions: Functions, how: str
) -> None:
    worker = (await do(functions, "where"))["pid"]
    payload = await failure(functions, how)
    assert payload["errorType"] == "Runtime.ExitError"
    assert (await do(functions, "where"))["pid"] != worker
    assert await gone(worker)


async def test_a_worker_killed_between_calls_is_not_missed(functions: Functions) -> None:
    worker = (await do(functions, "where"))["pid"]
    os.kill(worker, signal.SIGKILL)
    assert await gone(worker)
    await asyncio.sleep(0.05)
    assert (await do(functions, "where"))["pid"] != worker


async def test_a_call_longer_than_the_timeout_is_ended_whatever_it_does(
    functions: Functions,
) -> None:
    worker = (await do(functions, "where"))["pid"]
    loop = asyncio.get_running_loop()
    began = loop.time()
    payload = await failure(functions, "hang")
    assert 0.9 < loop.time() - began < 1.5
    assert payload["errorType"] == "Sandbox.Timedout"
    assert payload["errorMessage"].endswith("Task timed out after 1.00 seconds")
    assert await gone(worker)
    assert await do(functions, "echo") == {"do": "echo"}


async def test_who_waits_is_served_when_all_workers_hang(functions: Functions) -> None:
    hanging = [asyncio.create_task(failure(functions, "hang")) for _ in range(3)]
    await asyncio.sleep(0.1)
    waiting = [asyncio.create_task(do(functions, "where")) for _ in range(5)]
    assert len({answer["pid"] for answer in await asyncio.gather(*waiting)}) <= 3
    await asyncio.gather(*hanging)


async def test_a_caller_that_goes_away_takes_no_worker_with_it(functions: Functions) -> None:
    calls = [asyncio.create_task(do(functions, "sleep", seconds=0.1)) for _ in range(6)]
    await asyncio.sleep(0.05)
    workers = set(functions.workers)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    async with asyncio.timeout(0.6):  # one after the other takes longer
        await asyncio.gather(*(do(functions, "sleep", seconds=0.3) for _ in range(3)))
    assert set(functions.workers) == workers


async def test_what_functions_print_goes_to_the_log(functions: Functions, tmp_path: Path) -> None:
    await do(functions, "say")
    log = (tmp_path / "log").read_text()
    assert "to standard output\n" in log
    assert "to standard error\n" in log


async def test_a_handler_that_cannot_be_imported_is_told_at_the_start(tmp_path: Path) -> None:
    stack = stacks.stack(tmp_path, handler="import there_is_no_such_module")
    functions = Functions(stack, endpoint=NOWHERE, log=tmp_path / "log")
    with pytest.raises(StartError, match="there_is_no_such_module"):
        await functions.start()


async def test_everything_ends_with_stop(functions: Functions) -> None:
    worker = (await do(functions, "where"))["pid"]
    parent = functions.pid
    assert parent
    hanging = asyncio.create_task(failure(functions, "hang"))
    await asyncio.sleep(0.05)
    await functions.stop()
    assert not alive(parent)
    assert await gone(worker)
    assert (await hanging)["errorType"] == "Runtime.ExitError"


async def test_workers_die_with_their_parent_and_the_runtime_notices(functions: Functions) -> None:
    worker = (await do(functions, "where"))["pid"]
    hanging = asyncio.create_task(failure(functions, "hang"))
    await asyncio.sleep(0.05)
    assert functions.pid
    os.kill(functions.pid, signal.SIGKILL)
    async with asyncio.timeout(5):
        assert await functions.ended() == -signal.SIGKILL
    assert await gone(worker)
    assert (await hanging)["errorType"] == "Runtime.ExitError"
    assert (await failure(functions, "echo"))["errorType"] == "ServiceException"


async def test_workers_die_with_the_runtime_even_by_kill_9(tmp_path: Path) -> None:
    stacks.application(tmp_path)
    program = f"""
import asyncio, os, signal
from pathlib import Path
from csms_tools.local.functions.lambda_service import Functions
from csms_tools.local.stack.stack import Stack

async def main():
    functions = Functions(Stack.load(Path({str(tmp_path / "template.yaml")!r})), endpoint="")
    await functions.start()
    await functions.invoke("Allowed", {{"do": "where"}})
    hanging = asyncio.create_task(functions.invoke("Allowed", {{"do": "hang"}}))
    await asyncio.sleep(0.1)
    await functions.invoke("Allowed", {{"do": "where"}})
    print(functions.pid, *functions.workers, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
    pids = await pids_printed(program)
    assert len(pids) == 3
    assert [await gone(pid) for pid in pids] == [True, True, True]


async def test_a_call_that_is_cut_off_at_the_end_is_no_fault(
    functions: Functions, caplog: pytest.LogCaptureFixture
) -> None:
    calling = asyncio.create_task(do(functions, "sleep", seconds=5))
    await do(functions, "echo")  # so that the other one has begun
    await functions.stop()
    await asyncio.gather(calling, return_exceptions=True)
    assert caplog.text == ""
