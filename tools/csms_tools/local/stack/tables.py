"""DynamoDB tables: from CloudFormation's words to those of the API."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from csms_tools.local.stack.resources import Resources
from csms_tools.local.stack.template import Properties, TemplateError

_OF_THE_API = (
    "KeySchema",
    "AttributeDefinitions",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
    "BillingMode",
    "ProvisionedThroughput",
    "DeletionProtectionEnabled",
    "TableClass",
    "Tags",
)


@dataclass(frozen=True)
class Table:
    """A DynamoDB table: `definition` goes to create_table as it is."""

    id: str
    name: str
    definition: Mapping[str, Any]
    ttl_attribute: str | None


def tables(resources: Resources) -> Iterator[Table]:
    """Of each its own name, or that of the table which a parameter `Adopted…` puts in its place."""
    for id, raw in resources.declared("AWS::DynamoDB::Table"):
        name = resources.name(id) if resources.holds(id) else _adopted(resources, id)
        if name is None:
            continue
        properties = resources.resolve(raw)
        ttl = properties.get("TimeToLiveSpecification", {})
        yield Table(
            id,
            name,
            {"TableName": name, **_definition(properties)},
            str(ttl["AttributeName"]) if ttl.get("Enabled") in (True, "true") else None,
        )


def _adopted(resources: Resources, id: str) -> str | None:
    """None where the template adopts no table in its place, which is not there at all then."""
    parameter = f"Adopted{id}"
    name = resources.parameters.get(parameter)
    if name == "":
        raise TemplateError(f"parameter {parameter} has no value")
    return name


def _definition(properties: Properties) -> Properties:
    found = {name: properties[name] for name in _OF_THE_API if name in properties}
    for one in (found, *found.get("GlobalSecondaryIndexes", [])):
        if units := one.get("ProvisionedThroughput"):  # parameters are text
            one["ProvisionedThroughput"] = {name: int(value) for name, value in units.items()}
    if "StreamSpecification" in properties:
        view = properties["StreamSpecification"]["StreamViewType"]
        found["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": view}
    if "SSESpecification" in properties:
        encryption = dict(properties["SSESpecification"])
        encryption["Enabled"] = encryption.pop("SSEEnabled")
        found["SSESpecification"] = encryption
    return found
