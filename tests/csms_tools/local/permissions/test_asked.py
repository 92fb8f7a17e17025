from contextlib import nullcontext

import pytest

from csms_tools.local.permissions.asked import Place, asked
from csms_tools.local.permissions.judge import Denied, Judge
from csms_tools.local.permissions.policies import Policy


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_connections_are_judged_by_method(method: str) -> None:
    resource = "arn:aws:execute-api:eu-west-1:*:api/ocpp/POST/@connections/*"
    statement = {
        "Effect": "Allow",
        "Action": "execute-api:ManageConnections",
        "Resource": resource,
    }
    place = Place("eu-west-1", "000000000000", "api/ocpp")
    judge = Judge(place, {"Posts": Policy.load([statement])})
    with nullcontext() if method == "POST" else pytest.raises(Denied, match="DELETE/@connections"):
        judge.judge("AWS4-HMAC-SHA256 Credential=Posts/20260601/…", "execute-api", method, {})


def test_whoever_is_no_function_may_do_everything() -> None:
    judge = Judge(Place("eu-west-1", "000000000000", "api/ocpp"), {"Bare": Policy(())})
    for authorization in (None, "", "Credential=local/20260601/…"):
        judge.judge(authorization, "kms", "Sign", {})
    with pytest.raises(Denied, match=r"Bare is not .* kms:Sign on resource: \* "):
        judge.judge("Credential=Bare/20260601/…", "kms", "Sign", {})


@pytest.mark.parametrize(
    ("service", "operation", "member"),
    [
        ("acm", "DescribeCertificate", "CertificateArn"),
        ("kms", "Sign", "KeyId"),
        ("secretsmanager", "GetSecretValue", "SecretId"),
        ("states", "StartExecution", "stateMachineArn"),
    ],
)
def test_some_services_are_told_by_a_member_what_it_is_about(
    service: str, operation: str, member: str
) -> None:
    place = Place("eu-west-1", "000000000000", "api/ocpp")
    found = [*asked(place, service, operation, {member: "arn:aws:it"})]
    assert found == [(f"{service}:{operation}", "arn:aws:it")]
