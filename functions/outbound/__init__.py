"""The CSMS calls the charge point: one action, one file."""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from csms.outbound.command import Command
from csms.wire.actions import CENTRAL_SYSTEM_ACTIONS

ACTIONS = CENTRAL_SYSTEM_ACTIONS | {"DataTransfer"}


class _Commands(Mapping[str, Command[Any, Any]]):
    """Imports the file of an action when it is asked for: 52 models cost a cold start 0.1 s."""

    def __getitem__(self, action: str) -> Command[Any, Any]:
        if action not in ACTIONS:
            raise KeyError(action)
        command: Command[Any, Any] = import_module(f"outbound.{module_name(action)}").command
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(ACTIONS))

    def __len__(self) -> int:
        return len(ACTIONS)

    def __contains__(self, action: object) -> bool:
        return action in ACTIONS


def module_name(action: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", action).lower()


COMMANDS: Mapping[str, Command[Any, Any]] = _Commands()
