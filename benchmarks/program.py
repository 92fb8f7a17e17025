"""How a program of the benchmarks is bounded in time, and what it leaves behind."""

import signal
import sys
from pathlib import Path
from typing import NoReturn

from benchmarks.results import Made, text


def bounded(name: str, seconds: int) -> None:
    """Ends this process after so long, or if it is told to, so that what it started is ended."""

    def end(*_: object) -> NoReturn:
        sys.exit(f"{name}: ended, or not done in time")

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)


def keep(folder: Path, result: Made, told: str) -> None:
    """The figures, and what is told of them, by their day."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / result.at[:10]
    path.with_suffix(".json").write_text(text(result))
    path.with_suffix(".md").write_text(told)
    print(f"\n{told}")
