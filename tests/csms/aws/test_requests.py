import json
from collections.abc import Iterator

import pytest

from csms import aws
from csms.aws import requests
from tests.csms.aws.servers import Aws, serving

SECRET = "wJalrXUtnFEMI"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    monkeypatch.setattr(requests, "FIRST_PAUSE", 0)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    with serving(Aws()) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        yield service


def get() -> dict[str, object]:
    return aws.call(aws.DYNAMODB, "GetItem", {"TableName": "T"})


def test_an_operation_is_asked_for_in_the_service_s_json(service: Aws) -> None:
    service.answers = [(200, {"Item": {"pk": {"S": "A"}}})]
    assert get() == {"Item": {"pk": {"S": "A"}}}
    (asked,) = service.asked
    assert json.loads(asked.body) == {"TableName": "T"}
    assert asked.headers["x-amz-target"] == "DynamoDB_20120810.GetItem"
    assert asked.headers["content-type"] == "application/x-amz-json-1.0"
    assert asked.headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=test/")


def test_half_of_a_surrogate_pair_is_for_the_service_to_refuse(service: Aws) -> None:
    aws.call(aws.DYNAMODB, "PutItem", {"Item": {"text": {"S": "\ud800"}}})
    assert json.loads(service.asked[0].body) == {"Item": {"text": {"S": "\ud800"}}}


@pytest.mark.parametrize(
    "passing",
    [
        (400, {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException"}),
        (400, {"__type": "x#ProvisionedThroughputExceededException"}),
        (500, {"__type": "InternalServerError"}),
        (503, "busy"),
        None,
    ],
    ids=["throttled", "partition", "500", "503", "hangs-up"],
)
def test_what_passes_is_asked_again(service: Aws, passing: tuple[int, object] | None) -> None:
    service.answers = [passing, passing, (200, {"Item": {}})]
    assert get() == {"Item": {}}
    assert len(service.asked) == 3
    service.answers, service.asked = [passing], []
    with pytest.raises(aws.AwsError):
        get()
    assert len(service.asked) == 3


def test_what_does_not_pass_is_told_at_once(service: Aws) -> None:
    told = {"__type": "a#ConditionalCheckFailedException", "Item": {"pk": {"S": "A"}}}
    service.answers = [(400, told | {"message": "The conditional request failed"})]
    with pytest.raises(aws.ServiceError, match="The conditional request failed") as failed:
        get()
    error = failed.value
    assert (error.code, error.status) == ("ConditionalCheckFailedException", 400)
    assert error.answer["Item"] == {"pk": {"S": "A"}}
    assert len(service.asked) == 1


@pytest.mark.parametrize("answer", [(400, "no object"), (400, None), (502, ["a"])])
def test_an_answer_that_is_no_document_has_its_status_as_code(
    service: Aws, answer: tuple[int, object]
) -> None:
    service.answers = [answer]
    with pytest.raises(aws.ServiceError) as failed:
        get()
    assert failed.value.code == str(answer[0])


def test_connections_stay_open(service: Aws) -> None:
    for _ in range(3):
        get()
    assert len({asked.peer for asked in service.asked}) == 1


def test_nobody_who_listens_is_told_apart(service: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(aws.Unreachable) as failed:
        get()
    assert SECRET not in str(failed.value)


def test_each_service_has_its_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    assert aws.endpoint(aws.DYNAMODB) == "https://dynamodb.eu-west-1.amazonaws.com/"
    assert aws.endpoint(aws.STEP_FUNCTIONS) == "https://states.eu-west-1.amazonaws.com/"
    monkeypatch.setenv("AWS_REGION", "cn-north-1")
    assert aws.endpoint(aws.SQS) == "https://sqs.cn-north-1.amazonaws.com.cn/"
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://here")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SFN", "http://there")
    assert aws.endpoint(aws.SQS) == "http://here"
    assert aws.endpoint(aws.STEP_FUNCTIONS) == "http://there"


def test_what_does_not_answer_at_the_start_is_asked_when_it_is_needed(service: Aws) -> None:
    aws.open_connections("https://127.0.0.1:9/", service.url)
    assert service.asked == [], "without TLS nothing is won"
