"""Refuses what a function's policy does not list, as AWS would: a hook in botocore."""

from collections.abc import Callable, Iterator
from typing import Any

import botocore.handlers
from botocore.exceptions import ClientError
from botocore.model import OperationModel

from csms_tools.local.stack.policies import Policy

Asked = tuple[str, str]  # action, resource
Parameters = dict[str, Any]

_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}
_METHOD = {"PostToConnection": "POST", "GetConnection": "GET", "DeleteConnection": "DELETE"}


class Guard:
    """Judges every call of every client made after `install`, boto3's and PynamoDB's alike."""

    def __init__(self, *, region: str, account: str, api: str) -> None:
        """`api` is `<id>/<stage>` of the API whose connections are managed."""
        self._arn = f":{region}:{account}:"
        self._api = api
        self._function = ""
        self._policy: Policy | None = None
        self._used: set[tuple[str, Asked]] = set()
        self._fresh: list[Asked] = []

    def install(self) -> None:
        """Before any session exists: sessions copy this list."""
        botocore.handlers.BUILTIN_HANDLERS.append(("before-parameter-build", self.judge))

    def serve(self, function: str, policy: Policy) -> None:
        """From now on calls are those of this function."""
        self._function, self._policy = function, policy

    def newly_used(self) -> list[Asked]:
        """What this function was allowed for the first time here since `serve`."""
        fresh, self._fresh = self._fresh, []
        return fresh

    def judge(self, params: Parameters, model: OperationModel, **_: Any) -> None:
        if self._policy is None:
            raise RuntimeError(
                f"{model.name} while modules are imported: a socket must not be shared by workers"
            )
        for asked in self._asked(params, model):
            if not self._policy.allows(*asked):
                raise _denied(self._function, model, *asked)
            if (self._function, asked) not in self._used:
                self._used.add((self._function, asked))
                self._fresh.append(asked)

    def _asked(self, params: Parameters, model: OperationModel) -> Iterator[Asked]:
        service = model.service_model.service_name
        ask = _SERVICES.get(service)
        if ask is None:
            yield f"{service}:{model.name}", "*"
        else:
            yield from ask(self, model.name, params)

    def _dynamodb(self, operation: str, params: Parameters) -> Iterator[Asked]:
        if operation.startswith("Transact"):
            for item in params["TransactItems"]:
                for kind, write in item.items():
                    yield f"dynamodb:{_TRANSACTION[kind]}", self._table(write["TableName"])
        elif operation.startswith("Batch"):
            for name in params["RequestItems"]:
                yield f"dynamodb:{operation}", self._table(name)
        else:
            index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
            yield f"dynamodb:{operation}", self._table(params.get("TableName", "*")) + index

    def _table(self, name: str) -> str:
        return name if name.startswith("arn:") else f"arn:aws:dynamodb{self._arn}table/{name}"

    def _sqs(self, operation: str, params: Parameters) -> Iterator[Asked]:
        queue: str = params.get("QueueUrl") or params.get("QueueName", "*")
        name = queue.rpartition("/")[2]
        yield f"sqs:{operation.removesuffix('Batch')}", f"arn:aws:sqs{self._arn}{name}"

    def _step_functions(self, operation: str, params: Parameters) -> Iterator[Asked]:
        yield f"states:{operation}", params.get("stateMachineArn", "*")

    def _s3(self, operation: str, params: Parameters) -> Iterator[Asked]:
        place = f"arn:aws:s3:::{params['Bucket']}/{params['Key']}" if "Key" in params else "*"
        yield f"s3:{operation}", place
        if "IfMatch" in params:
            yield "s3:GetObject", place

    def _connections(self, operation: str, params: Parameters) -> Iterator[Asked]:
        place = f"{self._api}/{_METHOD[operation]}/@connections/*"
        yield "execute-api:ManageConnections", f"arn:aws:execute-api{self._arn}{place}"


_SERVICES: dict[str, Callable[[Guard, str, Parameters], Iterator[Asked]]] = {
    "stepfunctions": Guard._step_functions,
    "dynamodb": Guard._dynamodb,
    "s3": Guard._s3,
    "sqs": Guard._sqs,
    "apigatewaymanagementapi": Guard._connections,
}


def _denied(function: str, model: OperationModel, action: str, resource: str) -> ClientError:
    code, status = {
        "s3": ("AccessDenied", 403),
        "sqs": ("AccessDenied", 403),
        "apigatewaymanagementapi": ("ForbiddenException", 403),
    }.get(model.service_model.service_name, ("AccessDeniedException", 400))
    message = (
        f"User: {function} is not authorized to perform: {action} on resource: {resource} "
        f"because no identity-based policy allows the {action} action"
    )
    return ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {
                "HTTPStatusCode": status,
                "RequestId": "",
                "HostId": "",
                "HTTPHeaders": {},
                "RetryAttempts": 0,
            },
        },
        model.name,
    )
