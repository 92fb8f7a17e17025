"""What a request asks for, as IAM sees it: actions, each on a resource."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Asked = tuple[str, str]  # action, resource
Parameters = Mapping[str, Any]

_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}


@dataclass(frozen=True)
class Place:
    """`api` is `<id>/<stage>` of the API whose connections are managed."""

    region: str
    account: str
    api: str

    def arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"


def asked(place: Place, service: str, operation: str, parameters: Parameters) -> Iterator[Asked]:
    """`service` as in actions, `parameters` as the service's JSON has them."""
    ask = _SERVICES.get(service)
    if ask is None:
        yield f"{service}:{operation}", "*"
    else:
        yield from ask(place, operation, parameters)


def _dynamodb(place: Place, operation: str, parameters: Parameters) -> Iterator[Asked]:
    if operation.startswith("Transact"):
        for item in parameters["TransactItems"]:
            for kind, write in item.items():
                yield f"dynamodb:{_TRANSACTION[kind]}", _table(place, write["TableName"])
    elif operation.startswith("Batch"):
        for name in parameters["RequestItems"]:
            yield f"dynamodb:{operation}", _table(place, name)
    else:
        index = f"/index/{parameters['IndexName']}" if "IndexName" in parameters else ""
        yield f"dynamodb:{operation}", _table(place, parameters.get("TableName", "*")) + index


def _table(place: Place, name: str) -> str:
    return name if name.startswith("arn:") else place.arn("dynamodb", f"table/{name}")


def _sqs(place: Place, operation: str, parameters: Parameters) -> Iterator[Asked]:
    queue: str = parameters.get("QueueUrl") or parameters.get("QueueName", "*")
    yield f"sqs:{operation.removesuffix('Batch')}", place.arn("sqs", queue.rpartition("/")[2])


def _by_arn(service: str, member: str) -> Callable[[Place, str, Parameters], Iterator[Asked]]:
    """Of a service that is told which resource by a member."""

    def ask(_: Place, operation: str, parameters: Parameters) -> Iterator[Asked]:
        yield f"{service}:{operation}", parameters.get(member, "*")

    return ask


def _s3(_: Place, operation: str, parameters: Parameters) -> Iterator[Asked]:
    place = f"arn:aws:s3:::{parameters['Bucket']}/{parameters['Key']}"
    yield f"s3:{operation}", place
    if "IfMatch" in parameters:
        yield "s3:GetObject", place


def _connections(place: Place, method: str, _: Parameters) -> Iterator[Asked]:
    resource = f"{place.api}/{method}/@connections/*"
    yield "execute-api:ManageConnections", place.arn("execute-api", resource)


_SERVICES: dict[str, Callable[[Place, str, Parameters], Iterator[Asked]]] = {
    "states": _by_arn("states", "stateMachineArn"),
    "secretsmanager": _by_arn("secretsmanager", "SecretId"),
    "kms": _by_arn("kms", "KeyId"),
    "acm": _by_arn("acm", "CertificateArn"),
    "dynamodb": _dynamodb,
    "s3": _s3,
    "sqs": _sqs,
    "execute-api": _connections,
}
