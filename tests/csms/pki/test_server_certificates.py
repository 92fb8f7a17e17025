from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from csms.aws import clients
from csms.pki.server_certificates import NotRead, read
from csms_tools import authorities
from csms_tools.local import tls
from tests.certificates import key
from tests.support import NOON

YEAR = timedelta(days=365)
ELSEWHERE = "arn:aws:acm:us-east-1:123456789012:certificate/5f3c9a1e-0000-4000-8000-5f3c9a1e5f3c"


@pytest.fixture(autouse=True)
def _cloud() -> Iterator[None]:
    clients._client.cache_clear()
    with mock_aws():
        yield
    clients._client.cache_clear()


def imported(end: datetime) -> str:
    """A certificate of ocpp.example in ACM of us-east-1, wherever the functions are; its ARN."""
    made = authorities.root(key("EC"), "ocpp.example", "", at=end - YEAR, lifetime=YEAR)
    answer = boto3.client("acm", "us-east-1").import_certificate(
        Certificate=made.certificates.encode(), PrivateKey=made.key_pem.encode()
    )
    return str(answer["CertificateArn"])


def test_acm_tells_of_its_own() -> None:
    end = datetime.now(NOON.tzinfo).replace(microsecond=0) + 20 * timedelta(days=1)
    found = read(imported(end))
    assert (found.domain_name, found.not_after) == ("ocpp.example", end)


def test_a_file_tells_of_the_certificate_that_stands_in_it_beside_its_key(tmp_path: Path) -> None:
    for path in tls.credentials(tmp_path, now=NOON).servers:
        found = read(f"file:{path}")
        assert (found.domain_name, found.not_after) == ("localhost", NOON + timedelta(days=825))


def test_one_that_is_not_issued_yet_has_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    pending = boto3.client("acm", "us-east-1").request_certificate(DomainName="ocpp.example")
    client = clients.client("acm", region="us-east-1")
    answer = client.describe_certificate(CertificateArn=pending["CertificateArn"])
    answer["Certificate"] = {"Status": "PENDING_VALIDATION"}  # moto's has an end at once
    monkeypatch.setattr(client, "describe_certificate", lambda **_: answer)
    with pytest.raises(NotRead, match="PENDING_VALIDATION"):
        read(pending["CertificateArn"])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (ELSEWHERE, "ResourceNotFoundException"),
        ("nothing", "."),
        ("file:/nowhere/server.pem", "/nowhere/server.pem cannot be read"),
        ("file:/bin/sh", "/bin/sh"),
        (f"file:{__file__}", "there is no certificate in it"),
    ],
)
def test_what_cannot_be_read_is_told(source: str, reason: str) -> None:
    with pytest.raises(NotRead, match=reason) as caught:
        read(source)
    assert caught.value.reason
