"""The warm parent of all workers: imports every handler once, then forks on demand.

Standard input says what to import; orders come by the socket `--control`. When the runtime dies,
or this process, in whatever way, the workers die too.
"""

import argparse
import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from csms_tools.local.functions import framing
from csms_tools.local.functions.worker import Loaded, serve

FORK, KILL = b"f", b"k"  # an order: one of these and a process id in 4 bytes
ORDER = 5
_PR_SET_PDEATHSIG = 1


def main() -> None:
    parser = argparse.ArgumentParser(prog="zygote")
    parser.add_argument("--control", type=int, required=True, help="an inherited socket")
    control = socket.socket(fileno=parser.parse_args().control)
    for ours in (signal.SIGINT, signal.SIGTERM):  # they are the runtime's, which then ends us
        signal.signal(ours, signal.SIG_IGN)
    _die_with_parent()
    try:
        functions = _load(json.load(sys.stdin))
    except Exception as error:
        traceback.print_exc()
        control.sendall(framing.packed({"failed": f"{type(error).__name__}: {error}"}))
        sys.exit(1)
    gc.collect()
    gc.freeze()  # a collection would write to pages that all workers share
    try:
        control.sendall(framing.packed({"ready": True}))
    except BrokenPipeError:  # who started us has been ended meanwhile
        return
    _Parent(control, functions).obey()


def _load(told: dict[str, Any]) -> dict[str, Loaded]:
    sys.path[:0] = told["code"]
    os.environ.clear()
    os.environ.update(_agreed(it["environment"] for it in told["functions"].values()))
    time.tzset()
    return {
        id: Loaded(
            id=id,
            arn=it["arn"],
            memory=it["memory"],
            timeout=it["timeout"],
            environment=it["environment"],
            handler=_handler(it["handler"]),
            waits=it["waits"],
        )
        for id, it in told["functions"].items()
    }


def _agreed(environments: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """What modules may read when they are imported: what all functions that have it agree on."""
    values: dict[str, set[str]] = {}
    for environment in environments:
        for name, value in environment.items():
            values.setdefault(name, set()).add(value)
    return {name: found.pop() for name, found in values.items() if len(found) == 1}


def _handler(name: str) -> Callable[..., Any]:
    module, _, attribute = name.rpartition(".")
    handler: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return handler


class _Parent:
    def __init__(self, control: socket.socket, functions: Mapping[str, Loaded]) -> None:
        self._control = control
        self._functions = functions
        self._children: set[int] = set()

    def obey(self) -> None:
        signal.signal(signal.SIGCHLD, self._reap)
        while True:
            order, sockets, _, _ = socket.recv_fds(self._control, ORDER, 1)
            match order[:1]:
                case b"":  # the runtime is gone
                    break
                case b"f":
                    self._fork(sockets[0])
                case b"k":
                    self._kill(int.from_bytes(order[1:]))
        for child in list(self._children):
            self._kill(child)

    def _fork(self, connection: int) -> None:
        child = os.fork()
        if child:
            os.close(connection)
            self._children.add(child)
            return
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _die_with_parent()
        self._control.close()
        code = 1
        try:
            serve(socket.socket(fileno=connection), self._functions)
            code = 0
        except ConnectionError:
            pass  # the runtime is gone
        except BaseException:
            # such as SystemExit: it ends the process of a real function, too
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)

    def _kill(self, child: int) -> None:
        if child in self._children:  # else it is dead, and its number perhaps somebody else's
            os.kill(child, signal.SIGKILL)

    def _reap(self, *_: object) -> None:
        with suppress(ChildProcessError):  # reaped by this very handler, interrupted by itself
            while self._children and (child := os.waitpid(-1, os.WNOHANG)[0]):
                self._children.discard(child)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    main()
