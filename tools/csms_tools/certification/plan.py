"""What the words of `csms certify` mean, and whether they go together."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from csms_tools.certification.all_cases import selected
from csms_tools.certification.case import Case, Profile
from csms_tools.certification.operator.interface import Operator
from csms_tools.certification.operator.loading import loaded
from csms_tools.certification.settings import Settings
from csms_tools.commands import Wrong
from csms_tools.operator.access import Choice
from csms_tools.operator.profiles import Profiles

MESSAGES = 1000
_WITH_URL = ("ca", "api", "token", "operator")


@dataclass(frozen=True)
class Plan:
    """`settings`: but for the addresses of a csms up of its own; `foreign`: the operator of
    another CSMS; `said` and `around`: how the API of ours is reached.
    """

    cases: Sequence[Case]
    messages: int
    urls: tuple[str, ...]
    ca: Path | None
    settings: dict[str, Any]
    foreign: Operator | None = None
    said: Choice = field(default_factory=Choice)
    around: Choice = field(default_factory=Choice)

    def settings_for(self, urls: tuple[str, ...], ca: Path | None) -> Settings:
        """Raises Wrong if the security profile has no address."""
        given = dict(self.settings)
        secure = tuple(url for url in urls if url.startswith("wss:"))
        plain = next((url for url in urls if url not in secure), None)
        profile = given.pop("security_profile")
        if profile is None:
            profile = 2 if secure else 0
        if not (secure if profile >= 2 else plain):
            scheme = "wss" if profile >= 2 else "ws"
            raise Wrong(f"--security-profile {profile} wants a --url {scheme}://…")
        return Settings(secure or urls[:1], ca, plain, security_profile=profile, **given)


def planned(context: click.Context, given: dict[str, Any]) -> Plan:
    """Raises Wrong."""
    urls: tuple[str, ...] = given["urls"]
    features, signed_in = _profiles(given["profiles"])
    try:
        cases = selected(features, given["names"])
    except ValueError as unknown:
        raise Wrong(f"{unknown}; csms certify --list tells them all") from unknown
    said, around = _choices(context, given, signed_in)
    if not urls:
        alone = [each for each in _WITH_URL if given[each] and _is_typed(context, each)]
        alone += ["profile"] if signed_in else []
        if alone:
            raise Wrong(f"--{alone[0]} goes with --url; without it a csms up is started")
    options = _options(given["given"])
    if options and not given["operator"]:
        raise Wrong("--operator-option goes with --operator")
    messages = given["messages"]
    if messages is None:
        messages = 0 if features or given["names"] else MESSAGES
    plan = Plan(
        cases,
        messages,
        urls,
        given["ca"],
        {name: given[name] for name in ("security_profile", "patience", "quiet", "heartbeat")},
        _foreign(given["operator"], options),
        said,
        around,
    )
    if urls:
        plan.settings_for(urls, plan.ca)
    return plan


def _profiles(named: Sequence[str]) -> tuple[list[str], str | None]:
    """Those of cases, and the saved one of the operator. A name of both is one of cases."""
    known = {one.value for one in Profile}
    features = [name for name in named if name in known]
    others = [name for name in named if name not in known]
    if len(others) > 1:
        raise Wrong(f"{others[0]} or {others[1]}? One saved profile, beside those of cases")
    if others and others[0] not in Profiles.load().named:
        cases = ", ".join(one.value for one in Profile)
        raise Wrong(f"{others[0]}: no profile of cases ({cases}), and none of csms profile")
    return features, others[0] if others else None


def _choices(
    context: click.Context, given: dict[str, Any], signed_in: str | None
) -> tuple[Choice, Choice]:
    words = {name: given[name] for name in ("api", "token")}
    typed = {name: value for name, value in words.items() if _is_typed(context, name)}
    around = {name: value for name, value in words.items() if name not in typed}
    return (
        Choice(profile=signed_in, **typed),
        Choice(profile=os.environ.get("CSMS_PROFILE") or None, **around),
    )


def _is_typed(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE


def _options(given: Sequence[str]) -> dict[str, str]:
    options = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not (name and equals):
            raise Wrong(f"--operator-option {name or each}: name it as NAME=VALUE")
        options[name.replace("-", "_")] = value
    return options


def _foreign(named: str | None, options: dict[str, str]) -> Operator | None:
    if named is None:
        return None
    try:
        return loaded(named, options)
    except ValueError as wrong:
        raise Wrong(f"--operator {wrong}") from wrong
