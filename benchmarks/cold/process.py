"""One cold start, run by itself (`python -I -B process.py`) in the environment of a function.

What it is told comes as JSON on standard input; the last line it prints is what it used. Nothing
is imported before the first look at the clock but what the interpreter has anyway.
"""

import time

INTERPRETER = time.process_time()

import importlib  # noqa: E402
import json  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402


class Context:
    aws_request_id = "cold"

    def __init__(self, told: dict[str, Any]) -> None:
        self.function_name = told["name"]
        self.memory_limit_in_mb = told["memory"]
        self.invoked_function_arn = told["arn"]
        self._ends = time.monotonic() + told["timeout"]

    def get_remaining_time_in_millis(self) -> int:
        return int((self._ends - time.monotonic()) * 1000)


def megabytes() -> float:
    """The most it has held; what getrusage knows is also of whoever started it."""
    with open("/proc/self/status") as lines:  # noqa: PTH123 - pathlib takes 3 ms of what is measured
        [peak] = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(peak) / 1024


def main() -> None:
    told = json.load(sys.stdin)
    sys.path[:0] = told["path"]
    module, name = told["handler"].rsplit(".", 1)
    handler = getattr(importlib.import_module(module), name)
    ready, ready_cpu, modules = time.monotonic(), time.process_time(), len(sys.modules)
    result = handler(told["event"], Context(told))
    used = {
        "interpreter_cpu": INTERPRETER * 1000,
        "init_cpu": ready_cpu * 1000,
        "first_cpu": (time.process_time() - ready_cpu) * 1000,
        "init": (ready - told["spawned"]) * 1000,
        "first": (time.monotonic() - ready) * 1000,
        "memory": megabytes(),
        "modules": modules,
        "modules_after": len(sys.modules),
    }
    print(json.dumps({"used": used, "result": result}), flush=True)


if __name__ == "__main__":
    main()
