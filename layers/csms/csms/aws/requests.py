"""Signed requests, tried again where that does no harm."""

import json
import os
import random
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from pydantic_core import PydanticSerializationError, from_json, to_json

from csms.aws import credentials, pool, snapshots
from csms.aws.errors import AwsError, ServiceError
from csms.aws.http import Answer
from csms.aws.signing import signed

TRIES = 3
FIRST_PAUSE = 0.05  # seconds, of which each waits a part; twice as long after each try
TOO_MANY = 429

THROTTLED = frozenset(
    {
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)


class Service(NamedTuple):
    """`name` in signatures and hosts; `endpoint_id` in AWS_ENDPOINT_URL_…; `target`: of the API."""

    name: str
    endpoint_id: str
    target: str
    version: str = "1.0"


DYNAMODB = Service("dynamodb", "DYNAMODB", "DynamoDB_20120810")
SQS = Service("sqs", "SQS", "AmazonSQS")
STEP_FUNCTIONS = Service("states", "SFN", "AWSStepFunctions")


def call(service: Service, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """One operation of a service that speaks JSON. Raises AwsError.

    It is tried again after a failure that AWS calls its own, or of the network: what must not be
    done twice has a token or a condition.
    """
    headers = {
        "content-type": f"application/x-amz-json-{service.version}",
        "x-amz-target": f"{service.target}.{operation}",
    }
    body = _spelled(arguments)
    url = endpoint(service)
    answer = persistently(lambda: request("POST", url, headers, body, service.name))
    return from_json(answer.body) if answer.body else {}


def persistently(ask: Callable[[], Answer]) -> Answer:
    """Tried again after what may pass. Raises AwsError."""
    for tried in range(1, TRIES):
        try:
            return ask()
        except AwsError as error:
            if not _passes(error):
                raise
        _pause(tried)
    return ask()


def request(method: str, url: str, headers: Mapping[str, str], body: bytes, service: str) -> Answer:
    """Signed, and once. Raises AwsError."""
    host, _, path = url.partition("://")[2].partition("/")
    now = time.time()
    sent = signed(
        method,
        host,
        f"/{path}",
        headers,
        body,
        service=service,
        region=os.environ["AWS_REGION"],
        credentials=credentials.current(now),
        now=now,
    )
    answer = pool.pool.send(method, url, sent, body)
    if answer.status >= 300:
        raise _error(answer)
    return answer


def endpoint(service: Service) -> str:
    environment = os.environ
    own = environment.get(f"AWS_ENDPOINT_URL_{service.endpoint_id}")
    if given := own or environment.get("AWS_ENDPOINT_URL"):
        return given
    region = environment["AWS_REGION"]
    suffix = ".cn" if region.startswith("cn-") else ""
    return f"https://{service.name}.{region}.amazonaws.com{suffix}/"


def open_connections(*urls: str) -> None:
    """TLS takes two round trips and some CPU: while a function starts it has the most of it.

    They are opened again where a function starts from a snapshot. What does not answer now is
    asked when it is needed.
    """
    _open(urls)
    snapshots.after_restore(_forget_and_open, urls)


def _forget_and_open(urls: Iterable[str]) -> None:
    """What a snapshot has is of another time, and many functions have it."""
    pool.pool.close()
    credentials.forget()
    random.seed()
    _open(urls)


def _open(urls: Iterable[str]) -> None:
    for url in urls:
        if url.startswith("https:"):
            try:
                pool.pool.send("GET", url, {}, b"")
            except AwsError:
                continue


def _spelled(arguments: Mapping[str, Any]) -> bytes:
    """JSON by what pydantic brings along anyway, in a third of the time of Python's own."""
    try:
        return to_json(arguments, bytes_mode="base64")
    except PydanticSerializationError:  # half of a surrogate pair, which AWS is to refuse
        return json.dumps(arguments).encode()


def _passes(error: AwsError) -> bool:
    if isinstance(error, ServiceError):
        return error.status >= 500 or error.code in THROTTLED or error.status == TOO_MANY
    return True


def _pause(tried: int) -> None:
    time.sleep(random.uniform(0, FIRST_PAUSE * 2**tried))  # noqa: S311 - no secret


def _error(answer: Answer) -> ServiceError:
    """The code is a member of the body, or a header; either may have more around it."""
    try:
        told = from_json(answer.body)
    except ValueError:
        told = {}
    if not isinstance(told, dict):
        told = {}
    named = told.get("__type") or answer.headers.get(b"x-amzn-errortype", b"").decode("latin-1")
    code = str(named).rpartition("#")[2].partition(":")[0] or str(answer.status)
    message = told.get("message") or told.get("Message") or ""
    return ServiceError(code, str(message), status=answer.status, answer=told)
