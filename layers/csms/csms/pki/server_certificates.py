"""The certificates of the hosts that charge points connect to: how long they last.

`SERVER_CERTIFICATES` says where each is, one a line: its ARN in ACM, or `file:<path>` of a PEM.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from csms.aws import clients
from csms.pki import chains


class NotRead(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Found:
    domain_name: str
    not_after: datetime


def read(source: str) -> Found:
    """Raises NotRead."""
    scheme, _, path = source.partition(":")
    return _file(Path(path)) if scheme == "file" else _acm(source)


def _file(path: Path) -> Found:
    """Its first certificate, whatever stands before it."""
    try:
        first = chains.read(path.read_text())[0]
    except OSError as error:
        raise NotRead(f"{path} cannot be read: {error.strerror}") from error
    except (chains.Unreadable, UnicodeDecodeError) as error:
        raise NotRead(f"{path}: {error}") from error
    return Found(next(iter(chains.common_names(first.subject)), ""), first.not_valid_after_utc)


def _acm(arn: str) -> Found:
    region = arn.split(":")[3] if arn.count(":") >= 5 else None
    try:
        answer = clients.client("acm", region=region).describe_certificate(CertificateArn=arn)
    except (ClientError, BotoCoreError) as error:
        raise NotRead(str(error)) from error
    certificate: Mapping[str, Any] = answer["Certificate"]
    if "NotAfter" not in certificate:
        raise NotRead(f"it has no end yet, and is {certificate.get('Status', 'not issued')}")
    return Found(certificate.get("DomainName", ""), certificate["NotAfter"])
