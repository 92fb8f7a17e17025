"""Clients of AWS services: built once a process, impatient, and without boto3.

boto3 is thin above botocore, but its import costs a cold start another tenth of a second.
"""

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


# for what must not be done twice: botocore also tries again what may have been done
_ONCE = _QUICK.merge(Config(retries={"total_max_attempts": 1, "mode": "standard"}))


@cache
def client(
    service: str, endpoint_url: str | None = None, once: bool = False, region: str | None = None
) -> Any:
    config = _ONCE if once else _QUICK
    return _session().create_client(
        service, region_name=region, endpoint_url=endpoint_url, config=config
    )


@cache
def _session() -> botocore.session.Session:
    return botocore.session.get_session()
