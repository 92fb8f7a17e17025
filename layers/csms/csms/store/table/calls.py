"""The one place from which DynamoDB is called."""

from typing import Any
from uuid import uuid4

from csms import aws

Raw = dict[str, Any]
"""An item, arguments or an answer, in DynamoDB's own JSON."""


def call(operation: str, arguments: Raw) -> Raw:
    """Raises aws.AwsError."""
    if operation == "TransactWriteItems":
        # asked again because no answer was heard, it is done once
        arguments = {"ClientRequestToken": str(uuid4()), **arguments}
    return aws.call(aws.DYNAMODB, operation, arguments)
