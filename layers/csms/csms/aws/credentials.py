"""Whose requests these are: the credentials that Lambda, or a desk, gives a process."""

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from csms.aws import pool
from csms.aws.errors import AwsError
from csms.aws.http import Answer

EARLY = 300.0  # seconds before they end, in which they are fetched anew
TRIES = 3


class Credentials(NamedTuple):
    access_key: str
    secret_key: str
    token: str | None = None


class _Fetched(NamedTuple):
    credentials: Credentials
    ends_at: float  # Unix time


_lock = Lock()
_fetched: dict[str, _Fetched] = {}


def current(now: float) -> Credentials:
    """As of a Unix time. Lambda has them in the environment, or with SnapStart at an endpoint."""
    if access_key := os.environ.get("AWS_ACCESS_KEY_ID"):
        token = os.environ.get("AWS_SESSION_TOKEN")
        return Credentials(access_key, os.environ["AWS_SECRET_ACCESS_KEY"], token)
    if uri := os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        return _kept(uri, now, lambda: _from_endpoint(uri))
    return _of_botocore()


def forget() -> None:
    _fetched.clear()


def _kept(source: str, now: float, fetch: Callable[[], _Fetched]) -> Credentials:
    """What is there is used as long as it lasts, should the source fail for a while."""
    with _lock:
        kept = _fetched.get(source)
        if kept is None or now > kept.ends_at - EARLY:
            try:
                kept = _fetched[source] = fetch()
            except Exception:
                if kept is None or now > kept.ends_at:
                    raise
        return kept.credentials


def _from_endpoint(uri: str) -> _Fetched:
    headers = {}
    if file := os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"):
        headers["Authorization"] = Path(file).read_text()
    elif token := os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN"):
        headers["Authorization"] = token
    answer = _asked(uri, headers)
    if answer.status != 200:
        raise ConnectionError(f"the endpoint of credentials answers {answer.status}")
    told = json.loads(answer.body)
    ends_at = datetime.fromisoformat(told["Expiration"]).timestamp()
    found = Credentials(told["AccessKeyId"], told["SecretAccessKey"], told["Token"])
    return _Fetched(found, ends_at)


def _asked(uri: str, headers: dict[str, str]) -> Answer:
    for _ in range(1, TRIES):
        try:
            return pool.pool.send("GET", uri, headers, b"")
        except AwsError:
            continue
    return pool.pool.send("GET", uri, headers, b"")


def _of_botocore() -> Credentials:
    """A profile on a desk, and whatever else its chain finds; no function comes here."""
    from csms.aws.clients import session

    if (found := session().get_credentials()) is None:
        raise ConnectionError("there are no AWS credentials")
    frozen: Any = found.get_frozen_credentials()
    return Credentials(frozen.access_key, frozen.secret_key, frozen.token)
