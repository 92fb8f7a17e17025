"""Clients of what is not asked for with every message: built once a process, and impatient.

boto3 is thin above botocore, but its import costs a cold start another tenth of a second.
"""

import os
from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config

_QUICK = Config(
    # botocore's own limits (60 s a read, five attempts) outlast a function
    connect_timeout=1,
    read_timeout=2,
    retries={"total_max_attempts": 3, "mode": "standard"},
    # the shapes are proved by tests; checking them at every call costs as much as signing
    parameter_validation=False,
    # and so does describing the client anew at every call
    user_agent="csms",
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    disable_request_compression=True,
)


def client(service: str, *, region: str | None = None) -> Any:
    # on a desk one process is many functions after each other, each with a key of its own
    return _client(service, region, os.environ.get("AWS_ACCESS_KEY_ID"))


@cache
def _client(service: str, region: str | None, _access_key: str | None) -> Any:
    return session().create_client(service, region_name=region, config=_QUICK)


def session() -> botocore.session.Session:
    return botocore.session.get_session()
