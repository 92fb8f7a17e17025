"""However a run ends: the exit code, and one line."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from csms_tools.certification.program import Run, Unprepared
from csms_tools.commands import Failed
from csms_tools.operator.texts import visible


def judge(run: Run) -> None:
    """Raises Failed, or why it was broken off."""
    if run.broken_off:
        why = run.broken_off
        raise type(why)(why.format_message() + _behind(run.left))
    if not run.results:
        raise Failed("no case was run")
    failed = list(dict.fromkeys(one.case.id for one in run.results if not one.passed))
    if failed or run.left:
        told = [f"not passed: {', '.join(failed)}"] if failed else []
        raise Failed("; ".join(told) + _behind(run.left, "; " if told else ""))


@contextmanager
def ended_as_told(left: Sequence[str]) -> Iterator[None]:
    """However it ends before its end: in one line, with what is left behind."""
    terminated = []

    def as_by_ctrl_c(number: int, _: object) -> None:
        terminated.append(number)
        signal.raise_signal(signal.SIGINT)

    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
        signal.SIGTERM: signal.signal(signal.SIGTERM, as_by_ctrl_c),
    }
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as it is under nohup
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, as_by_ctrl_c)
    try:
        yield
    except Unprepared as why:
        raise Failed(f"nothing could be run: {visible(str(why))}{_behind(left)}") from why
    except click.ClickException as error:
        if not left:
            raise
        raise type(error)(error.format_message() + _behind(left)) from error
    except KeyboardInterrupt:
        click.echo(f"csms: interrupted{_behind(left)}", err=True)
        sys.exit(128 + (terminated or [signal.SIGINT])[0])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _behind(left: Sequence[str], comma: str = "; ") -> str:
    return f"{comma}left behind: {visible(', '.join(left))}" if left else ""
