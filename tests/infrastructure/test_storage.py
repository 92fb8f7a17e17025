"""Tables and queues as the architecture promises them: nothing is lost, nothing is scanned."""

import re

import pytest

from csms_tools.rehearsal import first_try
from tests.infrastructure.template import RESOURCES, TEMPLATE, of_type
from tests.support import ROOT

TABLES = of_type("AWS::DynamoDB::Table")
QUEUES = of_type("AWS::SQS::Queue")


@pytest.mark.parametrize(
    ("table", "indexes"), [("StateTable", ["by_time", "by_name"]), ("HistoryTable", ["by_time"])]
)
def test_a_table_is_found_by_its_indexes_and_never_lost(table: str, indexes: list[str]) -> None:
    properties = TABLES[table]
    assert [index["IndexName"] for index in properties["GlobalSecondaryIndexes"]] == indexes
    for index in properties["GlobalSecondaryIndexes"]:
        name = index["IndexName"]
        keys = [key["AttributeName"] for key in index["KeySchema"]]
        assert keys == [f"{name}_pk", f"{name}_sk"]
        # an index that holds more is written again with each heartbeat
        assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}
    assert "LocalSecondaryIndexes" not in properties
    assert properties["DeletionProtectionEnabled"] == {"Fn::If": ["Protected", True, False]}
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    # a table is encrypted all the same, by a key of DynamoDB's own that nobody pays for
    assert "SSESpecification" not in properties
    # nobody reads one
    assert "StreamSpecification" not in properties
    assert properties["TimeToLiveSpecification"] == {
        "AttributeName": "expires_at",
        "Enabled": True,
    }


OF_THE_REGION = {"ApiGatewayAccount", "ApiGatewayRole"}
"""Others may use them by now, and a second try has them again as they are."""
KEPT = {id for id, resource in RESOURCES.items() if "DeletionPolicy" in resource} - OF_THE_REGION


def test_what_cannot_be_made_again_outlives_its_stack() -> None:
    assert KEPT == first_try.KEPT
    assert {*TABLES} < KEPT


@pytest.mark.parametrize("kept", sorted(KEPT))
def test_a_first_deployment_that_fails_takes_it_along(kept: str) -> None:
    """Retain would leave it, empty, beside what the next try makes."""
    assert RESOURCES[kept]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert RESOURCES[kept]["UpdateReplacePolicy"] == "Retain"
    # what is protected cannot be taken along either
    assert TEMPLATE["Parameters"]["DeletionProtection"]["Default"] == "Off"


def test_no_name_is_given_to_what_outlives_its_stack() -> None:
    """A second try would meet it; a user pool's is no name, but a label."""
    for kept in KEPT:
        named = {"TableName", "BucketName"} & RESOURCES[kept]["Properties"].keys()
        assert not named


def test_what_piles_up_may_be_kept_for_less() -> None:
    assert TABLES["HistoryTable"]["TableClass"] == {"Ref": "HistoryTableClass"}
    assert "TableClass" not in TABLES["StateTable"]
    assert TEMPLATE["Parameters"]["HistoryTableClass"]["Default"] == "STANDARD"


@pytest.mark.parametrize("of", ["State", "History"])
def test_a_table_grows_by_itself_unless_it_is_warmed(of: str) -> None:
    condition, units, otherwise = TABLES[f"{of}Table"]["WarmThroughput"]["Fn::If"]
    assert units == {"WriteUnitsPerSecond": {"Ref": f"{of}WarmWrites"}}
    # a table that has grown above what is asked for would be refused
    assert otherwise == {"Ref": "AWS::NoValue"}
    assert TEMPLATE["Parameters"][f"{of}WarmWrites"]["Default"] == 0
    assert TEMPLATE["Conditions"][condition] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": f"{of}WarmWrites"}, 0]}]
    }


@pytest.mark.parametrize("of", ["State", "History"])
def test_a_table_of_another_name_takes_the_place_of_the_own_one_everywhere(of: str) -> None:
    """Which a restored backup has; the own one leaves the stack, and is retained."""
    table, adopted = f"{of}Table", {"Ref": f"Adopted{of}Table"}
    assert RESOURCES[table]["Condition"] == "OwnTables"
    chosen = {"Fn::If": ["OwnTables", {"Ref": table}, adopted]}
    given = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]
    assert given[f"{of.upper()}_TABLE"] == chosen
    assert TEMPLATE["Outputs"][f"{table}Name"]["Value"] == chosen
    condition, own, other = RESOURCES[f"{table}Arn"]["Properties"]["Value"]["Fn::If"]
    assert (condition, own) == ("OwnTables", {"Fn::GetAtt": [table, "Arn"]})
    assert other["Fn::Sub"].endswith(f":table/${{Adopted{table}}}")
    # whatever else speaks of a table says which, by its name or the parameter of its ARN
    text = (ROOT / "template.yaml").read_text()
    assert len(re.findall(rf"!GetAtt {table}\.Arn|\${{{table}\.Arn}}", text)) == 1
    either = f"!If [OwnTables, !Ref {table}, !Ref Adopted{table}]"
    assert not re.findall(rf"!Ref {table}\b", text.replace(either, ""))


def test_lambda_writes_no_lines_of_its_own_of_what_went_well() -> None:
    logging = TEMPLATE["Globals"]["Function"]["LoggingConfig"]
    assert logging == {"LogFormat": "JSON", "SystemLogLevel": "WARN"}


def test_what_a_consumer_cannot_do_ends_among_the_dead_letters() -> None:
    timeout = TEMPLATE["Globals"]["Function"]["Timeout"]
    sources = of_type("AWS::Lambda::EventSourceMapping").values()
    assert sources
    for source in sources:
        queue = QUEUES[source["EventSourceArn"]["Fn::GetAtt"][0]]
        assert queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0] in QUEUES
        assert queue["VisibilityTimeout"] >= 6 * timeout
        assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_tasks_leave_the_most_of_the_account_to_those_who_wait_for_an_answer() -> None:
    for source in of_type("AWS::Lambda::EventSourceMapping").values():
        most = TEMPLATE["Parameters"][source["ScalingConfig"]["MaximumConcurrency"]["Ref"]]
        assert most["Default"] <= 1000 / 4
        assert (most["MinValue"], most["MaxValue"]) == (2, 1000)  # those of SQS


def test_a_consumer_takes_one_message_at_a_time_so_that_one_that_hangs_keeps_up_no_other() -> None:
    assert {one["BatchSize"] for one in of_type("AWS::Lambda::EventSourceMapping").values()} == {1}


def test_queues_are_encrypted_and_reached_over_tls_alone() -> None:
    assert all(queue["SqsManagedSseEnabled"] for queue in QUEUES.values())
    policies = of_type("AWS::SQS::QueuePolicy").values()
    # SQS takes one queue a policy, whatever cfn-lint and emulators say
    assert [len(policy["Queues"]) for policy in policies] == [1] * len(QUEUES)
    assert {policy["Queues"][0]["Ref"] for policy in policies} == {*QUEUES}
    for policy in policies:
        statement, *told = policy["PolicyDocument"]["Statement"]
        if policy["Queues"][0]["Ref"] == "TaskQueue":  # S3 tells it of files
            assert [one["Fn::If"][1]["Action"] for one in told] == ["sqs:SendMessage"]
        else:
            assert told == []
        assert statement["Resource"] == {"Fn::GetAtt": [policy["Queues"][0]["Ref"], "Arn"]}
        assert (statement["Effect"], statement["Action"]) == ("Deny", "sqs:*")
