"""The sockets that API Gateway holds for us: the one way a frame leaves for a charge point."""

import os
import random
import time
from typing import Protocol
from urllib.parse import quote

from csms import aws
from csms.aws import requests

TRIES = 3
TOO_MANY = 429  # HTTP


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
            _post(connection_id, frame)
        except aws.AwsError as error:
            if not tries_left or not _was_not_taken(error):
                raise
            time.sleep(random.uniform(0.05, 0.2))  # noqa: S311 - no secret
        else:
            return


def _was_not_taken(error: aws.AwsError) -> bool:
    if isinstance(error, aws.ServiceError):
        return error.status == TOO_MANY
    return isinstance(error, aws.Unreachable)


def _post(connection_id: str, frame: str) -> None:
    try:
        sockets.post(connection_id, frame.encode())
    except aws.ServiceError as error:
        match error.code:
            case "GoneException":
                raise Gone(connection_id) from error
            case "PayloadTooLargeException":
                raise TooLarge(connection_id) from error
        raise


def close(connection_id: str) -> bool:
    """Close a socket; False if it is not there: closed already, or its upgrade is not finished."""
    try:
        sockets.delete(connection_id)
    except aws.ServiceError as error:
        if error.code == "GoneException":
            return False
        raise
    return True


class Sockets(Protocol):
    """API Gateway's connection management, as far as it is asked. Raises aws.AwsError."""

    def post(self, connection_id: str, data: bytes) -> None: ...

    def delete(self, connection_id: str) -> None: ...


class _Sockets:
    def post(self, connection_id: str, data: bytes) -> None:
        requests.request("POST", _url(connection_id), _HEADERS, data, "execute-api")

    def delete(self, connection_id: str) -> None:
        """What was not heard is asked again: a socket closes once."""
        requests.persistently(
            lambda: requests.request("DELETE", _url(connection_id), {}, b"", "execute-api")
        )


_HEADERS = {"content-type": "application/octet-stream"}


def _url(connection_id: str) -> str:
    return f"{os.environ['CONNECTIONS_URL']}/@connections/{quote(connection_id, safe='')}"


sockets: Sockets = _Sockets()
