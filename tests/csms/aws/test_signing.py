"""Our signatures, beside botocore's own and AWS's published examples."""

from datetime import UTC, datetime
from unittest import mock

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as OfBotocore
from hypothesis import given
from hypothesis import strategies as st

from csms.aws.credentials import Credentials
from csms.aws.signing import signed

MIDNIGHT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC).timestamp()
EXAMPLE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")

words = st.text("abcXYZ019-_.", min_size=1, max_size=12)
secrets = st.text("abcXYZ019/+", min_size=1, max_size=40)
moments = st.integers(946_684_800, 4_102_444_800).map(float)  # Unix time
paths = st.lists(st.text("abAB09-_.~%3D@=+:", max_size=10), max_size=4).map(
    lambda steps: "/" + "/".join(step for step in steps if step not in ("", ".", ".."))
)


def by_botocore(
    method: str,
    url: str,
    headers: dict[str, str],
    body: bytes,
    credentials: Credentials,
    now: float,
    service: str,
    region: str,
) -> str:
    request = AWSRequest(method, url, headers=headers, data=body)
    signer = botocore.auth.SigV4Auth(OfBotocore(*credentials), service, region)
    at = datetime.fromtimestamp(now, UTC)
    with mock.patch.object(botocore.auth, "get_current_datetime", return_value=at):
        signer.add_auth(request)
    return str(request.headers["Authorization"])


@given(
    st.sampled_from(["POST", "GET", "DELETE"]),
    paths,
    st.dictionaries(st.sampled_from(["content-type", "x-amz-target", "x-amz-meta"]), words),
    st.binary(max_size=200),
    st.builds(Credentials, words, secrets, st.none() | secrets),
    moments,
    st.sampled_from(["dynamodb", "sqs", "execute-api", "states"]),
    st.sampled_from(["eu-west-1", "us-east-1"]),
)
def test_a_signature_is_that_of_botocore(
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes,
    credentials: Credentials,
    now: float,
    service: str,
    region: str,
) -> None:
    sent = signed(
        method,
        "host.example:8443",
        path,
        headers,
        body,
        service=service,
        region=region,
        credentials=credentials,
        now=now,
    )
    url = f"https://host.example:8443{path}"
    expected = by_botocore(method, url, headers, body, credentials, now, service, region)
    assert sent["authorization"] == expected
    assert sent.get("x-amz-security-token") == credentials.token


@pytest.mark.parametrize(
    ("method", "signature"),
    [
        ("GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        ("POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    ],
)
def test_a_signature_is_that_of_the_published_examples(method: str, signature: str) -> None:
    """get-vanilla and post-vanilla of AWS's test suite for Signature Version 4."""
    sent = signed(
        method,
        "example.amazonaws.com",
        "/",
        {},
        b"",
        service="service",
        region="us-east-1",
        credentials=EXAMPLE,
        now=MIDNIGHT,
    )
    assert sent["authorization"].endswith(f"Signature={signature}")
