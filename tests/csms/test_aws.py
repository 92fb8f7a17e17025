from csms import aws


def test_a_client_is_built_once() -> None:
    assert aws.client("sqs") is aws.client("sqs")
    assert aws.client("sqs") is not aws.client("sqs", "https://elsewhere.invalid")


def test_a_client_may_be_of_another_region() -> None:
    assert aws.client("acm", region="us-east-1").meta.region_name == "us-east-1"
    assert aws.client("sqs").meta.region_name == "eu-west-1"


def test_nobody_waits_as_long_as_botocore_would() -> None:
    config = aws.client("dynamodb").meta.config
    assert (config.connect_timeout, config.read_timeout) == (1, 2)
    assert config.retries["total_max_attempts"] == 3
