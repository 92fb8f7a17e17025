"""The one place from which DynamoDB is called."""

from typing import Any, cast

from botocore import xform_name

from csms import aws

Raw = dict[str, Any]
"""An item, arguments or an answer, as the client of DynamoDB takes and gives them."""


def call(operation: str, arguments: Raw) -> Raw:
    return cast(Raw, getattr(aws.client("dynamodb"), xform_name(operation))(**arguments))
