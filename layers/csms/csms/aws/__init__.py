"""AWS: the lean way to what is asked for with every message, and botocore for the rest."""

from csms.aws.errors import AwsError, ServiceError, Unanswered, Unreachable
from csms.aws.requests import DYNAMODB, SQS, STEP_FUNCTIONS, call, endpoint, open_connections

__all__ = [
    "DYNAMODB",
    "SQS",
    "STEP_FUNCTIONS",
    "AwsError",
    "ServiceError",
    "Unanswered",
    "Unreachable",
    "call",
    "endpoint",
    "open_connections",
]
