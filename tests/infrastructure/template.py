"""template.yaml as tests look at it."""

from typing import Any

from csms_tools.template_yaml import parsed
from tests.support import ROOT

Properties = dict[str, Any]

TEMPLATE: Properties = parsed((ROOT / "template.yaml").read_text())
RESOURCES: Properties = TEMPLATE["Resources"]


def of_type(kind: str) -> dict[str, Properties]:
    """The properties of every resource of a type, by logical id."""
    return {
        logical_id: resource["Properties"]
        for logical_id, resource in RESOURCES.items()
        if resource["Type"] == kind
    }
