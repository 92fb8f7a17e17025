"""Every case there is, in the order of a report, and which of them are selected."""

import pkgutil
from collections.abc import Sequence
from importlib import import_module

from csms_tools.certification import cases, traps
from csms_tools.certification.case import CASES, Case, Profile


def all_cases() -> list[Case]:
    """By profile, then by number."""
    for package in (cases, traps):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    order = list(Profile)
    return sorted(CASES.values(), key=lambda one: (order.index(one.profile), _natural(one.number)))


def selected(profiles: Sequence[str], numbers: Sequence[str]) -> list[Case]:
    """Those of the profiles and those of the numbers; all of them, if neither is given."""
    return [
        one
        for one in all_cases()
        if (not profiles and not numbers) or one.profile in profiles or one.number in numbers
    ]


def _natural(number: str) -> list[int]:
    return [int(part) for part in number.replace("-", "_").split("_") if part.isdigit()]
