"""Where a process spends its CPU: its stack, each time it has used some more of it.

`python -m benchmarks.sampler --into=DIRECTORY MODULE …` runs a module so, or `MODULE:FUNCTION`,
and what that starts in Python, too. A file for each process there says which stacks were seen, by
tenths of a second.
"""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from importlib import import_module
from pathlib import Path
from runpy import run_module
from types import FrameType
from typing import Any

EVERY = 0.001  # seconds of CPU; the kernel rounds it up to its tick
DEEPEST = 60  # frames from the innermost
WRITTEN_EVERY = 0.5  # seconds
SLOTS = 10  # a second

ROOT = Path(__file__).parents[1]


class Sampler:
    def __init__(self, into: Path) -> None:
        self._into = into
        self._named: dict[Any, str] = {}
        self._begin()
        fork = os.fork

        def forked() -> int:
            if not (child := fork()):
                self._begin()
            return child

        # no hook of `os.register_at_fork`: a timer outlives exec, which its handler does not
        os.fork = forked

    def _begin(self) -> None:
        """Timers do not outlive a fork, and what the parent saw is the parent's."""
        self._seen: Counter[tuple[int, tuple[str, ...]]] = Counter()
        self._written_at = time.monotonic()
        signal.signal(signal.SIGPROF, self._look)
        signal.siginterrupt(signal.SIGPROF, False)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def end(self) -> None:
        """Before the interpreter ends, and with it the handler."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        self._write()

    def _look(self, _: int, frame: FrameType | None) -> None:
        stack: list[str] = []
        while frame is not None and len(stack) < DEEPEST:
            stack.append(self._name(frame.f_code))
            frame = frame.f_back
        self._seen[int(time.time() * SLOTS), tuple(stack)] += 1
        if time.monotonic() - self._written_at > WRITTEN_EVERY:
            self._write()

    def _name(self, code: Any) -> str:
        if code not in self._named:
            self._named[code] = f"{code.co_filename}:{code.co_qualname}"
        return self._named[code]

    def _write(self) -> None:
        self._written_at = time.monotonic()
        seen, self._seen = self._seen, Counter()  # the next look may come while this writes
        lines = [
            "\t".join((str(slot), str(times), *stack)) for (slot, stack), times in seen.items()
        ]
        with (self._into / str(os.getpid())).open("a") as file:
            file.write("\n".join([*lines, ""]))


def sampled_too(into: Path) -> None:
    """What this process starts in Python by `-m` is sampled as well."""
    start = asyncio.create_subprocess_exec

    async def started(program: Any, *words: Any, **options: Any) -> Any:
        if words[:1] == ("-m",):
            words = ("-m", "benchmarks.sampler", f"--into={into}", *words[1:])
            path = options["env"]["PYTHONPATH"]
            options["env"] = options["env"] | {"PYTHONPATH": f"{path}:{ROOT}"}
        return await start(program, *words, **options)

    asyncio.create_subprocess_exec = started


def main() -> None:
    _, into, program, *words = sys.argv
    directory = Path(into.removeprefix("--into="))
    sampled_too(directory)
    sampler = Sampler(directory)
    sys.argv = [program, *words]
    module, _, function = program.partition(":")
    try:
        if function:
            getattr(import_module(module), function)()
        else:
            run_module(module, run_name="__main__", alter_sys=True)
    finally:
        sampler.end()


if __name__ == "__main__":
    main()
