"""Functions of the HTTP API wait for charge points, whose own calls must get through meanwhile."""

import asyncio
import os
import time
from pathlib import Path

from csms_tools.local.functions.lambda_service import Functions
from csms_tools.local.functions.worker import BEHIND
from tests.csms_tools.local import stacks
from tests.csms_tools.local.stack.test_http_routes import API


async def test_who_waits_keeps_no_worker_from_the_rest(tmp_path: Path) -> None:
    stack = stacks.stack(tmp_path, more=API)
    functions = Functions(stack, endpoint="http://127.0.0.1:9", workers=1)
    await functions.start()
    try:
        waits = {"do": "sleep", "seconds": 0.8}
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        waiting = [asyncio.create_task(functions.invoke("Front", waits)) for _ in range(5)]
        await asyncio.sleep(0.1)
        began = time.monotonic()
        answer = await functions.invoke("Allowed", {"do": "where"})
        assert time.monotonic() - began < 0.5
        assert not any(task.done() for task in waiting)
        assert await asyncio.gather(*waiting) == ["slept"] * 5  # all at once, or they time out
        assert answer["pid"] in functions.workers
        assert len(functions.workers) == 6
        behind = [os.getpriority(os.PRIO_PROCESS, pid) for pid in functions.workers]
        assert sorted(behind) == [ours, *[max(ours, BEHIND)] * 5]
    finally:
        await functions.stop()
