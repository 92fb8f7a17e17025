from typing import Any

import pytest

from csms_tools.local.permissions.policies import Policy, PolicyError

TABLE = "arn:aws:dynamodb:eu-west-1:000000000000:table/StateTable"
CONNECTIONS = "arn:aws:execute-api:eu-west-1:000000000000:api/ocpp/POST/@connections"


def policy(*statements: dict[str, Any]) -> Policy:
    return Policy.load({"Effect": "Allow", **statement} for statement in statements)


def test_what_is_listed_is_allowed_and_nothing_else() -> None:
    reads = policy({"Action": "dynamodb:GetItem", "Resource": TABLE})
    assert reads.allows("dynamodb:GetItem", TABLE)
    assert not reads.allows("dynamodb:PutItem", TABLE)
    assert not reads.allows("dynamodb:GetItem", TABLE + "2")
    assert not reads.allows("dynamodb:GetItem", TABLE + "/index/by_time")


def test_a_statement_may_list_several_actions_and_resources() -> None:
    several = policy(
        {"Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": [TABLE, TABLE + "/index/*"]}
    )
    assert several.allows("dynamodb:Query", TABLE + "/index/by_time")
    assert several.allows("dynamodb:GetItem", TABLE)


def test_wildcards_stand_for_anything_and_for_one_character() -> None:
    wide = policy({"Action": "execute-api:Manage*", "Resource": CONNECTIONS + "/*"})
    assert wide.allows("execute-api:ManageConnections", CONNECTIONS + "/abc=")
    one = policy({"Action": "dynamodb:?etItem", "Resource": "*"})
    assert one.allows("dynamodb:GetItem", TABLE)
    assert not one.allows("dynamodb:BatchGetItem", TABLE)


def test_nothing_in_a_pattern_is_a_regular_expression() -> None:
    dotted = policy({"Action": "dynamodb:GetItem", "Resource": "arn:a.b"})
    assert not dotted.allows("dynamodb:GetItem", "arn:axb")


def test_actions_are_compared_without_case_and_resources_with() -> None:
    reads = policy({"Action": "DynamoDB:getitem", "Resource": TABLE})
    assert reads.allows("dynamodb:GetItem", TABLE)
    assert not reads.allows("dynamodb:GetItem", TABLE.lower())


def test_a_denial_wins() -> None:
    denied = policy(
        {"Action": "dynamodb:*", "Resource": TABLE},
        {"Effect": "Deny", "Action": "dynamodb:DeleteItem", "Resource": "*"},
    )
    assert denied.allows("dynamodb:PutItem", TABLE)
    assert not denied.allows("dynamodb:DeleteItem", TABLE)


def test_without_a_statement_nothing_is_allowed() -> None:
    assert not policy().allows("dynamodb:GetItem", TABLE)


@pytest.mark.parametrize(
    "statement",
    [
        {"Action": "dynamodb:*", "Resource": "*", "Condition": {"Bool": {"aws:x": "true"}}},
        {"NotAction": "dynamodb:*", "Resource": "*"},
        {"Action": "dynamodb:*", "NotResource": "*"},
        {"Action": "dynamodb:*"},
        {"Action": "dynamodb:*", "Resource": "*", "Effect": "allow"},
    ],
)
def test_what_would_not_be_judged_as_iam_does_is_refused(statement: dict[str, Any]) -> None:
    with pytest.raises(PolicyError):
        policy(statement)


def test_a_policy_can_be_written_down_and_read_again() -> None:
    original = policy({"Sid": "Read", "Action": "dynamodb:GetItem", "Resource": TABLE})
    assert Policy.load(original.document()) == original
