import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from csms_tools.local.functions.invocations import PATH, ROLE, invocation_routes
from csms_tools.local.functions.lambda_service import Functions
from tests.csms_tools.local import stacks
from tests.csms_tools.local.stack.test_state_machines import FUNCTION, MACHINE, task

MACHINES = "arn:aws:iam::000000000000:role/MachineRole"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[ClientSession]:
    (tmp_path / "machine.asl.json").write_text(json.dumps(task()))
    stack = stacks.stack(tmp_path, more=MACHINE)
    functions = Functions(stack, endpoint="http://127.0.0.1:9", log=tmp_path / "log")
    await functions.start()
    application = web.Application()
    application.add_routes(invocation_routes(stack, functions))
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    async with ClientSession(f"http://{host}:{port}") as client:
        yield client
    await runner.cleanup()
    await functions.stop()


async def invoke(
    client: ClientSession, event: object, arn: str = FUNCTION, role: str = MACHINES
) -> tuple[int, str | None, object]:
    answer = await client.post(PATH.format(function=arn), json=event, headers={ROLE: role})
    failed = answer.headers.get("X-Amz-Function-Error") or answer.headers.get("X-Amzn-ErrorType")
    return answer.status, failed, await answer.json()


async def test_a_machine_invokes_what_its_role_allows(client: ClientSession) -> None:
    event = {"do": "echo", "text": "ä"}
    assert await invoke(client, event) == (200, None, event)


async def test_nobody_invokes_anything_else(client: ClientSession) -> None:
    other = FUNCTION.replace("Bare", "Allowed")
    for arn, role in ((other, MACHINES), (FUNCTION, "arn:aws:iam::0:role/Other"), (FUNCTION, "")):
        status, kind, _ = await invoke(client, {"do": "echo"}, arn, role)
        assert (status, kind) == (403, "AccessDeniedException")


async def test_what_a_function_raises_is_told_with_its_name(client: ClientSession) -> None:
    status, failed, told = await invoke(client, {"do": "fail"})
    assert (status, failed) == (200, "Unhandled")
    assert isinstance(told, dict)
    assert (told["errorType"], told["errorMessage"]) == ("ValueError", "this is no good")
