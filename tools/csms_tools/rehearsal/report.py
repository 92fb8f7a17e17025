"""What a rehearsal has found, part by part: on the terminal, and as a page."""

import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class Broken(Exception):
    """A part of the rehearsal cannot go on; the message says why."""


@dataclass
class Part:
    """`left_open`: what was not looked at, for it cannot be seen here."""

    title: str
    checked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    left_open: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def check(self, told: str, wrong: list[str]) -> None:
        """`wrong`: what is not as it is told; nothing if it is."""
        if wrong:
            self.wrong += [f"{told}: {one}" for one in wrong]
        else:
            self.checked.append(told)

    def lines(self) -> Iterator[str]:
        yield f"{self.title} ({self.seconds:.0f} s)"
        for sign, told in (("ok", self.checked), ("WRONG", self.wrong), ("open", self.left_open)):
            yield from (f"  {sign:<5}  {one}" for one in told)


class Report:
    def __init__(self) -> None:
        self.parts: list[Part] = []

    @property
    def wrong(self) -> bool:
        return any(part.wrong for part in self.parts)

    @contextmanager
    def part(self, title: str) -> Iterator[Part]:
        """It is printed at its end; one that breaks is told, and the next begins."""
        part = Part(title)
        self.parts.append(part)
        began = time.monotonic()
        try:
            yield part
        except Broken as error:
            part.wrong.append(str(error))
        except Exception as error:  # the others are told all the same
            traceback.print_exc()
            part.wrong.append(f"{type(error).__name__}: {error}")
        finally:
            part.seconds = time.monotonic() - began
            print("\n".join(part.lines()), flush=True)

    def page(self, made: str) -> str:
        """In Markdown; `made`: when and where."""
        verdict = (
            "Something is not as it should be." if self.wrong else "All of it is as it should be."
        )
        lines = ["# A rehearsed deployment", "", f"{made} {verdict}", "", SUCCESS, ""]
        for part in self.parts:
            lines += [f"## {part.title}", ""]
            lines += [f"- {one}" for one in part.checked]
            lines += [f"- **wrong**: {one}" for one in part.wrong]
            if part.left_open:
                lines += ["", "Not seen here:", "", *(f"- {one}" for one in part.left_open)]
            lines.append("")
        return "\n".join(lines)


SUCCESS = (
    "Success in an emulator is not success on AWS: what stands under «Not seen here» is for"
    " `csms smoke` to prove after a deployment (docs/unproven.md)."
)
