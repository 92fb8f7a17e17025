import pytest

from csms.aws.clients import client


def test_a_client_is_built_once() -> None:
    assert client("s3") is client("s3")


def test_each_function_on_a_desk_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    before = client("s3")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "another")
    assert client("s3") is not before


def test_a_client_may_be_of_another_region() -> None:
    assert client("acm", region="us-east-1").meta.region_name == "us-east-1"
    assert client("s3").meta.region_name == "eu-west-1"


def test_nobody_waits_as_long_as_botocore_would() -> None:
    config = client("s3").meta.config
    assert (config.connect_timeout, config.read_timeout) == (1, 2)
    assert config.retries["total_max_attempts"] == 3
