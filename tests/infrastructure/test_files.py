"""Where files lie: the edge before it, as CloudFront runs it, and its twin in Python."""

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import quickjs

from csms.domain import file_addresses
from csms.domain.file_addresses import Refused, address
from tests.infrastructure.template import RESOURCES, TEMPLATE, of_type
from tests.support import ROOT

SOURCE = (ROOT / "infrastructure/edge/files.js").read_text()
SECRET = "k" * 48
REFERENCE = "{{resolve:secretsmanager:${FilesKey}}}"
LARGEST = 10_240  # bytes of a CloudFront function
NOW = datetime.now(UTC)
DAY = timedelta(days=1)
NODE = """
function require(name) {
  return { createHmac: (kind, key) => ({ update: (text) => ({ digest: (as) =>
    signed(name, kind, key, text, as) }) }) };
}
"""


def signed(name: str, kind: str, key: str, text: str, spelled: str) -> str:
    assert (name, kind, spelled) == ("crypto", "sha256", "base64url")
    return urlsafe_b64encode(hmac.digest(key.encode(), text.encode(), kind)).decode().rstrip("=")


def at_the_edge(method: str, path: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    context = quickjs.Context()
    context.add_callable("signed", signed)
    context.eval(NODE + SOURCE.replace(REFERENCE, SECRET))
    told = {name: {"value": value} for name, value in (headers or {}).items()}
    request = {"method": method, "uri": path, "querystring": {"a": {}}, "headers": told}
    event = json.dumps({"version": "1.0", "request": request})
    answer: dict[str, Any] = json.loads(context.eval(f"JSON.stringify(handler({event}))"))
    return answer


def in_python(method: str, path: str) -> str:
    try:
        return "/" + file_addresses.wanted(SECRET, method, path, NOW).key
    except Refused as refused:
        return f"{refused}\n"


def path(verb: Any = "put", until: datetime = NOW + DAY, secret: str = SECRET) -> str:
    return address("", secret, verb, "uploads", "7", until)


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("PUT", path()),
        ("PUT", path() + "log.zip"),
        ("PUT", path() + "/a/b%20c.zip"),
        ("PUT", path()[:-1]),
        ("PUT", path() + "x" * 150),
        ("POST", path()),
        ("GET", path("get") + "log.zip"),
        ("HEAD", path("get")),
        ("PUT", path("get")),
        ("PUT", path(until=NOW - DAY)),
        ("PUT", path(secret="f" * 48)),
        ("PUT", path().replace("/7/", "/8/")),
        ("GET", "/files/"),
    ],
    ids=map(str, range(13)),  # a signature is another in each process
)
def test_the_edge_and_the_desk_judge_alike(method: str, asked: str) -> None:
    answer = at_the_edge(method, asked)
    expected = in_python(method, asked)
    if "statusCode" in answer:
        assert (answer["statusCode"], answer["body"]["data"]) == (403, expected)
    else:
        assert (answer["uri"], answer["querystring"]) == (expected, {})


@pytest.mark.parametrize("until", [NOW + DAY, NOW - DAY], ids=["a good one", "an old one"])
def test_a_browser_is_told_that_its_page_may_bring_a_file_to_an_address(until: datetime) -> None:
    answer = at_the_edge("OPTIONS", path(until=until), {"origin": "https://api.example"})
    told = {name: each["value"] for name, each in answer["headers"].items()}
    assert answer["statusCode"] == 204
    assert told == file_addresses.PREFLIGHT


def test_a_page_reads_why_it_was_refused() -> None:
    answer = at_the_edge("PUT", path(until=NOW - DAY))
    assert answer["headers"]["access-control-allow-origin"] == {"value": "*"}


def test_what_a_charge_point_brought_is_never_shown_as_a_page() -> None:
    config = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
    [behavior] = config["CacheBehaviors"]["Fn::If"][1]
    assert behavior["ResponseHeadersPolicyId"] == {"Ref": "FilesHeaders"}
    told = RESOURCES["FilesHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    assert told["SecurityHeadersConfig"] == {"ContentTypeOptions": {"Override": True}}
    [disposition] = told["CustomHeadersConfig"]["Items"]
    assert disposition == {"Header": "content-disposition", "Value": "attachment", "Override": True}
    assert told["CorsConfig"]["AccessControlAllowOrigins"] == {"Items": ["*"]}
    assert told["CorsConfig"]["AccessControlAllowCredentials"] is False


def test_a_viewer_gives_s3_no_orders() -> None:
    headers = {"x-amz-acl": "public-read", "authorization": "Basic x", "content-length": "3"}
    assert [*at_the_edge("PUT", path(), headers)["headers"]] == ["content-length"]


def test_the_template_carries_the_function_to_the_letter() -> None:
    code = RESOURCES["FilesRequest"]["Properties"]["FunctionCode"]
    assert code == {"Fn::Sub": SOURCE}
    assert SOURCE.count("${") == SOURCE.count("${FilesKey}") == 1


def test_the_function_fits_the_edge() -> None:
    assert len(SOURCE) <= LARGEST
    assert SOURCE.isascii()


def test_without_the_parameter_nothing_of_it_is_there() -> None:
    assert TEMPLATE["Parameters"]["Files"]["Default"] == "Off"
    for name in (
        "FilesRequest",
        "FilesKey",
        "FilesAccess",
        "FilesHeaders",
        "FilesBucket",
        "FilesBucketOverTls",
    ):
        assert RESOURCES[name]["Condition"] == "FilesAreOn"
    config = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
    assert config["CacheBehaviors"]["Fn::If"][::2] == ["FilesAreOn", {"Ref": "AWS::NoValue"}]


def test_the_bucket_is_encrypted_private_and_never_lost() -> None:
    bucket = RESOURCES["FilesBucket"]
    assert bucket["DeletionPolicy"] == "RetainExceptOnCreate"
    assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}
    assert "BucketEncryption" in bucket["Properties"]
    uploads, _ = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
    assert uploads["Prefix"] == "uploads/"
    assert uploads["ExpirationInDays"] == {"Ref": "FileRetentionDays"}


def test_the_edge_alone_reads_and_writes_objects_and_over_tls() -> None:
    ((policy,),) = (of_type("AWS::S3::BucketPolicy").values(),)
    plain, edge = policy["PolicyDocument"]["Statement"]
    assert (plain["Effect"], plain["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )
    assert edge["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert edge["Action"] == ["s3:GetObject", "s3:PutObject"]
    assert "${Distribution}" in edge["Condition"]["StringEquals"]["aws:SourceArn"]["Fn::Sub"]


def test_an_address_goes_without_tls_only_where_that_is_asked_for() -> None:
    config = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
    [behavior] = config["CacheBehaviors"]["Fn::If"][1]
    assert behavior["ViewerProtocolPolicy"] == {
        "Fn::If": ["FilesWithoutTls", "allow-all", "https-only"]
    }
    assert TEMPLATE["Parameters"]["FilesProtocol"]["Default"] == "https"
