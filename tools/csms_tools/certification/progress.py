"""How a run is shown while it goes on: a line a case, and below them a bar on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from csms_tools.certification.redaction import Redaction
from csms_tools.certification.verdicts import CaseResult, Verdict
from csms_tools.operator.texts import visible

Say = Callable[[str], None]


class Lines:
    def __init__(self, secrets: set[str], say: Say) -> None:
        """`secrets`: they come while cases run, and are not shown."""
        self._secrets = secrets
        self._say = say

    def begins(self, name: str) -> None: ...

    def ended(self, result: CaseResult) -> None:
        redaction = Redaction(self._secrets)
        redaction.learn(entry.text for entry in result.frames)
        for line in told(result):
            self._say(visible(redaction(line)))


class Bar(Lines):
    def __init__(
        self, secrets: set[str], say: Say, begins: Say, advance: Callable[[], None]
    ) -> None:
        super().__init__(secrets, say)
        self._begins = begins
        self._advance = advance

    def begins(self, name: str) -> None:
        self._begins(name)

    def ended(self, result: CaseResult) -> None:
        super().ended(result)
        self._advance()


@contextmanager
def shown(secrets: set[str], of: int, *, terminal: bool, silent: bool) -> Iterator[Lines]:
    """`of`: so many steps; `silent`: standard output is for a document alone."""
    if silent:
        yield Lines(secrets, lambda _: None)
        return
    if not terminal:
        yield Lines(secrets, click.echo)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        MofNCompleteColumn(),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, transient=True) as progress:
        task = progress.add_task("", total=of)
        yield Bar(
            secrets,
            lambda line: progress.console.print(
                line, markup=False, highlight=False, soft_wrap=True
            ),
            lambda name: progress.update(task, description=name),
            lambda: progress.advance(task),
        )


def told(result: CaseResult) -> Iterator[str]:
    """A line, and behind it what is not passed, with its evidence."""
    where = f"  at {result.hostname}" if result.hostname else ""
    if result.security_profile == 1:
        where += "  without TLS"
    verdicts = f"{result.protocol:<8} {result.record:<12}"
    yield f"{result.case.id:<18} {verdicts} {result.case.name}{where}"
    for check in result.checks:
        if check.verdict == Verdict.FAIL:
            seen = f"; seen: {check.seen}" if check.seen else ""
            line = f" ({check.line})" if check.line else ""
            yield f"    {check.kind}: {check.expectation}{seen}{line}"
    if result.not_run:
        yield f"    not run: {result.not_run}"
    if not result.passed:
        for entry in result.frames:
            yield f"    {entry.at:7.3f} {entry.speaker:<12} {entry.text}"
    for each in result.left:
        yield f"    left behind: {each}"
