"""Signature Version 4, for requests without a query (docs/decisions/a-lean-way-to-aws.md)."""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from csms.aws.credentials import Credentials

ALGORITHM = "AWS4-HMAC-SHA256"


def signed(
    method: str,
    host: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    service: str,
    region: str,
    credentials: Credentials,
    now: float,
) -> dict[str, str]:
    """The headers with a signature. `path` as it is sent, `headers` in small letters."""
    stamp = _stamp(int(now))
    sent = {**headers, "x-amz-date": stamp}
    if credentials.token:
        sent["x-amz-security-token"] = credentials.token
    covered = {**sent, "host": host}
    names = sorted(covered)
    signed_headers = ";".join(names)
    request = "\n".join(
        (
            method,
            _encoded(path),
            "",
            *(f"{name}:{covered[name]}" for name in names),
            "",
            signed_headers,
            sha256(body).hexdigest(),
        )
    )
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    to_sign = f"{ALGORITHM}\n{stamp}\n{scope}\n{sha256(request.encode()).hexdigest()}"
    key = _key(credentials.secret_key, stamp[:8], region, service)
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    sent["authorization"] = (
        f"{ALGORITHM} Credential={credentials.access_key}/{scope}, "
        f"SignedHeaders={signed_headers}, Signature={signature}"
    )
    return sent


@lru_cache(maxsize=2)
def _stamp(now: int) -> str:
    return f"{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%SZ}"


@lru_cache(maxsize=256)
def _encoded(path: str) -> str:
    """Once more: all services but S3 encode it twice."""
    return quote(path, safe="/~")


@lru_cache(maxsize=16)
def _key(secret_key: str, day: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
