"""What GET /settings says of the parameters of `template.yaml`: made from it, in its groups.

`python -m csms_tools.template_parameters FILE` writes it. A parameter that may hold a secret is
`hidden`: its value is given to nobody but those that need it.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Template = dict[str, Any]

SECRETIVE = re.compile("credential|hash|key|passphrase|password|secret|token", re.IGNORECASE)
HARMLESS = frozenset(
    {
        "PasswordDomainName",
        "PasswordCertificateArn",
        "OtherKeyDomainName",
        "OtherKeyCertificateArn",
        "ClientCaKey",
        "CurrentOriginSecret",
        "PreviousOriginSecret",
    }
)
"""Hosts, certificates, a file's name and choices, which are only named like secrets."""


def hidden(name: str, declared: Template) -> bool:
    return "NoEcho" in declared or (bool(SECRETIVE.search(name)) and name not in HARMLESS)


def parameters_of(template: Template) -> list[dict[str, object]]:
    """By group; `variable` is what the API's function has a value in, where it has one as it is."""
    declared = template["Parameters"]
    given = dict(_given(template))
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    return [
        {
            "name": group["Label"]["default"],
            "parameters": [_told(name, declared[name], given) for name in group["Parameters"]],
        }
        for group in groups
    ]


def _told(name: str, declared: Template, given: dict[str, str]) -> dict[str, object]:
    told: dict[str, object] = {"name": name, "description": declared["Description"]}
    if hidden(name, declared):
        return told | {"hidden": True}
    if "Default" in declared:
        told["default"] = str(declared["Default"])
    return told | ({"variable": given[name]} if name in given else {})


def _given(template: Template) -> Iterator[tuple[str, str]]:
    """Parameters of which a variable of the API's function has the value."""
    for function in (template["Globals"]["Function"], template["Resources"]["Api"]["Properties"]):
        for variable, value in function["Environment"]["Variables"].items():
            if isinstance(value, dict) and value.get("Ref") in template["Parameters"]:
                yield value["Ref"], variable


def main(file: Path) -> None:
    from csms_tools.template_yaml import parsed

    root = Path(__file__).parents[2]
    made = parameters_of(parsed((root / "template.yaml").read_text()))
    file.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
