"""The sockets that API Gateway holds for us: the one way a frame leaves for a charge point."""

import os
from typing import TYPE_CHECKING

from csms import aws

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient


class Gone(Exception):
    """The socket has closed, or its upgrade is not finished yet."""


def post(connection_id: str, frame: str) -> None:
    """Send one frame; raises Gone."""
    api = client()
    try:
        api.post_to_connection(ConnectionId=connection_id, Data=frame.encode())
    except api.exceptions.GoneException as error:
        raise Gone(connection_id) from error


def close(connection_id: str) -> None:
    """Close a socket; one that has closed already is as good."""
    api = client()
    try:
        api.delete_connection(ConnectionId=connection_id)
    except api.exceptions.GoneException:
        return


def client() -> "ApiGatewayManagementApiClient":
    api: ApiGatewayManagementApiClient = aws.client(
        "apigatewaymanagementapi", os.environ["CONNECTIONS_URL"]
    )
    return api
