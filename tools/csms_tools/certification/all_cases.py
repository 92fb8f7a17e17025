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


def selected(profiles: Sequence[str], named: Sequence[str]) -> list[Case]:
    """Those of the profiles and those that are named; all of them, if neither is given.

    A name is a number, a number with its edition, or what several begin with: TC_023.
    Raises ValueError for a name of none.
    """
    known = all_cases()
    if not profiles and not named:
        return known
    ids = {one.id for name in named for one in _named(name, known)}
    return [one for one in known if one.profile in profiles or one.id in ids]


def _named(name: str, known: Sequence[Case]) -> list[Case]:
    if exact := [one for one in known if name in (one.number, one.id)]:
        return exact
    if found := [one for one in known if name and one.id.startswith(name)]:
        return found
    raise ValueError(f"{name}: no case is called so, nor begins so")


def _natural(number: str) -> list[int]:
    return [int(part) for part in number.replace("-", "_").split("_") if part.isdigit()]
