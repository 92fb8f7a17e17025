"""The sockets that API Gateway holds for us: the one way a frame leaves for a charge point."""

import os
import random
import time
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from csms import aws

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

TRIES = 3
TOO_MANY = 429


class Gone(Exception):
    """The socket has closed, or its upgrade is not finished yet."""


class TooLarge(Exception):
    """The frame is over the limit of API Gateway."""


def post(connection_id: str, frame: str) -> None:
    """Send one frame, at most once; raises Gone or TooLarge.

    It is tried again only if it surely has not left: a call of ours must not be done twice, and
    whoever misses an answer asks again.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            _post(client(), connection_id, frame)
        except (ConnectTimeoutError, EndpointConnectionError, ClientError) as error:
            if not tries_left or not _was_not_taken(error):
                raise
            time.sleep(random.uniform(0.05, 0.2))  # noqa: S311 - no secret
        else:
            return


def _was_not_taken(error: Exception) -> bool:
    if isinstance(error, ClientError):
        return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == TOO_MANY
    return True


def _post(api: "ApiGatewayManagementApiClient", connection_id: str, frame: str) -> None:
    try:
        api.post_to_connection(ConnectionId=connection_id, Data=frame.encode())
    except api.exceptions.GoneException as error:
        raise Gone(connection_id) from error
    except api.exceptions.PayloadTooLargeException as error:
        raise TooLarge(connection_id) from error


def close(connection_id: str) -> bool:
    """Close a socket; False if it is not there: closed already, or its upgrade is not finished."""
    api = client(once=False)
    try:
        api.delete_connection(ConnectionId=connection_id)
    except api.exceptions.GoneException:
        return False
    return True


def client(*, once: bool = True) -> "ApiGatewayManagementApiClient":
    api: ApiGatewayManagementApiClient = aws.client(
        "apigatewaymanagementapi", os.environ["CONNECTIONS_URL"], once
    )
    return api
