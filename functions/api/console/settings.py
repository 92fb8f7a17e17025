"""/settings: the parameters of template.yaml with which the deployment runs; never a secret.

What there is to tell stands in parameters.json, which is made from the template. Values are in the
function's environment: those that its code goes by, and the others as lines of one variable.
"""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, TypedDict

from pydantic import Field

from api.http.models import View
from api.http.operations import Resource, shows
from api.http.request_context import RequestContext
from csms import __version__

resource = Resource("/settings", "Settings")

PARAMETERS = Path(__file__).with_name("parameters.json")

EXAMPLE: dict[str, object] = {
    "version": "0.1.0",
    "groups": [
        {
            "name": "Talking with charge points",
            "settings": [
                {
                    "name": "CallTimeout",
                    "description": "Seconds that a charge point has for the answer to a command.",
                    "value": "45",
                    "default": "30",
                    "hidden": False,
                    "isSet": True,
                }
            ],
        }
    ],
}


class Setting(View):
    name: str
    description: str
    value: Annotated[
        str | None, Field(description="Left out where it is empty, and where it is hidden.")
    ] = None
    default: str | None = None
    hidden: Annotated[bool, Field(description="It may be a secret: its value is never told.")]
    is_set: bool


class SettingsGroup(View):
    name: str
    settings: list[Setting]


class Settings(View):
    version: str
    groups: list[SettingsGroup]


class _Parameter(TypedDict, total=False):
    name: str
    description: str
    default: str
    hidden: bool
    variable: str


class _Group(TypedDict):
    name: str
    parameters: list[_Parameter]


@resource.operation("GET", "", "admin", shows(Settings, EXAMPLE))
def read_settings(context: RequestContext) -> Settings:
    """The parameters with which this deployment runs.

    A change of them is a deployment. They name hosts, groups and addresses, which is why only
    admins read them; what may be a secret is told by nothing but whether it is set.
    """
    others = _others()
    return Settings(
        version=__version__,
        groups=[
            SettingsGroup(
                name=group["name"],
                settings=[_setting(parameter, others) for parameter in group["parameters"]],
            )
            for group in _groups()
        ],
    )


def _setting(parameter: _Parameter, others: Mapping[str, str]) -> Setting:
    variable = parameter.get("variable")
    value = os.environ.get(variable, "") if variable else others.get(parameter["name"], "")
    hidden = parameter.get("hidden", False)
    return Setting(
        name=parameter["name"],
        description=parameter["description"],
        value=None if hidden else value or None,
        default=parameter.get("default") or None,
        hidden=hidden,
        is_set=bool(value),
    )


def _others() -> dict[str, str]:
    """By name, a line each: in the order of the groups, but for those that say whose they are."""
    parameters = [parameter for group in _groups() for parameter in group["parameters"]]
    names = [parameter["name"] for parameter in parameters if "variable" not in parameter]
    named, lines = {}, []
    for line in os.environ["OTHER_PARAMETERS"].splitlines():
        name, is_named, value = line.partition("=")
        if is_named and name in names:
            named[name] = value
        else:
            lines.append(line)
    unnamed = (name for name in names if name not in named)
    return named | dict(zip(unnamed, lines, strict=False))


@cache
def _groups() -> list[_Group]:
    groups: list[_Group] = json.loads(PARAMETERS.read_text(encoding="utf-8"))
    return groups
