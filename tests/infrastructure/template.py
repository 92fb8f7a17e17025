"""template.yaml as tests look at it."""

from typing import Any

from samtranslator.yaml_helper import yaml_parse

from tests.support import ROOT

Properties = dict[str, Any]

TEMPLATE: Properties = yaml_parse((ROOT / "template.yaml").read_text())
RESOURCES: Properties = TEMPLATE["Resources"]


def of_type(kind: str) -> dict[str, Properties]:
    """The properties of every resource of a type, by logical id."""
    return {
        logical_id: resource["Properties"]
        for logical_id, resource in RESOURCES.items()
        if resource["Type"] == kind
    }
