"""Tables and queues as the architecture promises them: nothing is lost, nothing is scanned."""

import pytest

from tests.infrastructure.template import RESOURCES, TEMPLATE, of_type

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
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["DeletionProtectionEnabled"]
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    # a table is encrypted all the same, by a key of DynamoDB's own that nobody pays for
    assert "SSESpecification" not in properties
    # nobody reads one
    assert "StreamSpecification" not in properties
    assert properties["TimeToLiveSpecification"] == {
        "AttributeName": "expires_at",
        "Enabled": True,
    }
    assert RESOURCES[table]["DeletionPolicy"] == "Retain"
    assert RESOURCES[table]["UpdateReplacePolicy"] == "Retain"


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
        assert 2 <= source["ScalingConfig"]["MaximumConcurrency"] <= 1000 / 4


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
