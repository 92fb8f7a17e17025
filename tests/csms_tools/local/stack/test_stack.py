"""The whole of a template at once: the tests' own small one, and the project's."""

from collections import Counter
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from csms_tools.local.stack.stack import Stack, TemplateError
from tests.csms_tools.local import stacks
from tests.support import ROOT

ARN = "arn:aws:dynamodb:eu-west-1:000000000000:table/StateTable"
TEMPLATE = ROOT / "template.yaml"


@pytest.fixture(scope="module")
def project() -> Stack:
    return Stack.load(
        TEMPLATE,
        endpoint="http://127.0.0.1:1",
        connections_url="http://127.0.0.1:2/api",
        environment={"CERTIFICATE_AUTHORITY": "file:/data/authority.json"},
    )


def test_every_route_of_the_template_leads_to_a_function_of_it(project: Stack) -> None:
    assert project.route_selection_expression == "$request.body.[2]"
    assert {"$connect", "$disconnect", "$default", "StartTransaction"} <= project.routes.keys()
    assert set(project.routes.values()) <= project.functions.keys()
    assert project.authorizer == "Authorizer"
    assert project.routes["StartTransaction"] == "StartTransaction"


def test_every_handler_is_a_module_of_the_code(project: Stack) -> None:
    for function in project.functions.values():
        module = function.handler.rpartition(".")[0].replace(".", "/")
        assert any((root / f"{module}.py").exists() for root in project.code), function.handler


def test_functions_have_the_environment_of_this_desk(project: Stack) -> None:
    environment = project.functions["Connect"].environment
    assert environment["STATE_TABLE"] == project.tables["StateTable"].name
    assert environment["CONNECTIONS_URL"] == "http://127.0.0.1:2/api"
    assert environment["TASK_QUEUE_URL"] == project.queues["TaskQueue"].url
    assert project.queues["TaskQueue"].url.startswith("http://127.0.0.1:1/")


def test_a_variable_that_is_another_here_is_given_to_those_that_the_template_names(
    project: Stack,
) -> None:
    given = {
        id: function.environment["CERTIFICATE_AUTHORITY"]
        for id, function in project.functions.items()
        if "CERTIFICATE_AUTHORITY" in function.environment
    }
    assert given == dict.fromkeys(["Api", "Tasks"], "file:/data/authority.json")


def test_a_certificate_that_no_desk_has_is_one_that_nobody_needs_to_name(project: Stack) -> None:
    reconcile = project.functions["Reconcile"]
    arn = "arn:aws:acm:us-east-1:000000000000:certificate/0"
    assert reconcile.environment["SERVER_CERTIFICATES"].split() == [arn]
    assert reconcile.policy.allows("acm:DescribeCertificate", arn)
    assert not reconcile.policy.allows("acm:DescribeCertificate", arn + "1")


def test_no_value_of_an_environment_is_left_unresolved(project: Stack) -> None:
    of_the_pool = {"CONSOLE_ISSUER", "CONSOLE_ORIGINS"}  # which a desk has none of
    for function in project.functions.values():
        text = repr({k: v for k, v in function.environment.items() if k not in of_the_pool})
        assert "{{resolve" not in text
        assert "${" not in text
        assert "amazonaws.com" not in text


def test_the_origin_secret_reaches_the_edge_and_the_authorizer(project: Stack) -> None:
    secret = project.secrets["OriginSecret"]
    assert project.origin_headers == {"x-origin-secret": secret}
    assert project.functions["Authorizer"].environment["ORIGIN_SECRET"] == secret
    holders = [
        id for id, function in project.functions.items() if secret in function.environment.values()
    ]
    assert holders == ["Authorizer"]


def test_the_origin_secret_is_rotated_without_refusing_anybody(tmp_path: Path) -> None:
    """As docs/deploying.md says: nothing that is shown is unknown to the step before."""
    steps = [
        ("First", "Refused"),
        ("Second", "Accepted"),
        ("Second", "Refused"),
        ("First", "Accepted"),
        ("First", "Refused"),
    ]
    shown, taken = [], []
    for current, previous in steps:
        given = {"CurrentOriginSecret": current, "PreviousOriginSecret": previous}
        stack = Stack.load(TEMPLATE, given, data=tmp_path)
        environment = stack.functions["Authorizer"].environment
        names = ("ORIGIN_SECRET", "PREVIOUS_ORIGIN_SECRET")
        shown.append(stack.origin_headers["x-origin-secret"])
        taken.append({environment[name] for name in names} - {""})
    assert [len(secrets) for secrets in taken] == [1, 2, 1, 2, 1]
    assert all(one in secrets for one, secrets in zip(shown, taken, strict=True))
    assert all(
        one in secrets for one, secrets in zip(shown, taken[1:], strict=False) if len(secrets) == 2
    )
    assert len({*shown}) == 3, "the first of the second round is another than that of the first"
    assert not taken[0] & taken[2]


def test_parameters_reach_the_environment() -> None:
    strict = Stack.load(TEMPLATE, {"Validation": "Strict", "HeartbeatInterval": "60"})
    environment = strict.functions["BootNotification"].environment
    assert (environment["VALIDATION"], environment["HEARTBEAT_INTERVAL"]) == ("Strict", "60")


def test_no_function_may_do_everything(project: Stack) -> None:
    for function in project.functions.values():
        assert not function.policy.allows("dynamodb:Scan", ARN), function.id
        assert not function.policy.allows("dynamodb:DeleteTable", ARN), function.id


def test_the_tables_can_be_made_as_they_are(project: Stack) -> None:
    made(project)


def test_so_can_tables_of_provisioned_capacity() -> None:
    made(Stack.load(TEMPLATE, {"TableCapacity": "Provisioned"}))


def made(project: Stack) -> None:
    with mock_aws():
        dynamodb = boto3.client("dynamodb", "eu-west-1")
        for table in project.tables.values():
            dynamodb.create_table(**table.definition)
            assert table.ttl_attribute == "expires_at"
        assert set(dynamodb.list_tables()["TableNames"]) == {"StateTable", "HistoryTable"}


ADOPTED = {"AdoptedStateTable": "state-restored", "AdoptedHistoryTable": "history-restored"}


def test_adopted_tables_take_the_place_of_the_own_ones(project: Stack) -> None:
    stack = Stack.load(TEMPLATE, ADOPTED)
    for id, table in stack.tables.items():
        assert table.name == ADOPTED[f"Adopted{id}"]
        assert table.definition == {**project.tables[id].definition, "TableName": table.name}
        assert table.ttl_attribute == "expires_at"
    environment = stack.functions["Heartbeat"].environment
    assert environment["STATE_TABLE"] == "state-restored"
    assert environment["HISTORY_TABLE"] == "history-restored"


def test_functions_may_do_with_adopted_tables_what_they_may_do_with_the_own_ones(
    project: Stack,
) -> None:
    stack = Stack.load(TEMPLATE, ADOPTED)
    for id, function in stack.functions.items():
        theirs = {
            (action, where.replace("state-restored", "StateTable"))
            for action, where in function.policy.listed()
        }
        theirs = {
            (action, where.replace("history-restored", "HistoryTable")) for action, where in theirs
        }
        assert theirs == set(project.functions[id].policy.listed())
        assert not function.policy.allows("dynamodb:UpdateItem", ARN)


def test_one_adopted_table_wants_the_other() -> None:
    with pytest.raises(TemplateError, match="AdoptedHistoryTable has no value"):
        Stack.load(TEMPLATE, {"AdoptedStateTable": "state-restored"})


def test_the_queue_of_tasks_leads_to_its_function(project: Stack) -> None:
    [source] = project.event_sources
    assert (source.function, source.queue.id) == ("Tasks", "TaskQueue")
    assert source.reports_item_failures


def test_secrets_are_kept_with_the_data(tmp_path: Path) -> None:
    first, second = (Stack.load(TEMPLATE, data=tmp_path).secrets for _ in range(2))
    assert first == second != Stack.load(TEMPLATE).secrets


class TestFunctions:
    def test_have_lambdas_defaults_where_the_template_is_silent(self, tmp_path: Path) -> None:
        stack = stacks.stack(tmp_path, more=self.silent)
        assert (stack.functions["Silent"].timeout, stack.functions["Silent"].memory) == (3, 128)

    silent = """
    Silent:
      Type: AWS::Lambda::Function
      Properties:
        Handler: demo.app.handler
        Code: {S3Bucket: local, S3Key: functions/}
        Role: !GetAtt AllowedRole.Arn
    """

    def test_may_be_called_by_an_alias(self, tmp_path: Path) -> None:
        template = stacks.application(tmp_path, more=self.aliased)
        routes = "Routes:\n        Authorize: {FunctionArn: !Ref Aliased.Alias}"
        auth = "Auth: {AuthType: CUSTOM, AuthArn: !Ref Aliased.Alias}"
        text = template.read_text().replace("Routes:", f"{auth}\n      {routes}")
        template.write_text(text)
        stack = Stack.load(template)
        assert stack.routes["Authorize"] == "Aliased"
        assert stack.authorizer == "Aliased"

    aliased = """
    Aliased:
      Type: AWS::Serverless::Function
      Properties: {AutoPublishAlias: live}
    """

    def test_have_the_statements_of_policy_templates_and_shared_policies(
        self, tmp_path: Path
    ) -> None:
        policy = stacks.stack(tmp_path, more=self.many).functions["Many"].policy
        assert policy.allows("dynamodb:Query", ARN)
        assert policy.allows("sqs:SendMessage", "arn:aws:sqs:eu-west-1:000000000000:Work")
        assert policy.allows("dynamodb:UpdateItem", ARN)
        assert not policy.allows("dynamodb:DeleteItem", ARN)

    many = """
    Many:
      Type: AWS::Serverless::Function
      Properties:
        Policies:
          - DynamoDBReadPolicy: {TableName: !Ref StateTable}
          - !Ref Shared
    Shared:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument:
          Statement: {Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Work.Arn}
    Attached:
      Type: AWS::IAM::Policy
      Properties:
        PolicyName: attached
        Roles: [!Ref ManyRole]
        PolicyDocument:
          Statement:
            - {Effect: Allow, Action: dynamodb:UpdateItem, Resource: !GetAtt StateTable.Arn}
    """

    @pytest.mark.parametrize(
        ("policies", "complaint"),
        [
            ("arn:aws:iam::aws:policy/AdministratorAccess", "AdministratorAccess allows is not"),
            (
                "{Statement: {Effect: Allow, Action: '*', Resource: '*', Condition: {}}}",
                "Wide: Condition of a policy statement",
            ),
        ],
    )
    def test_with_a_policy_that_cannot_be_judged_here_are_refused(
        self, tmp_path: Path, policies: str, complaint: str
    ) -> None:
        wide = f"""
        Wide:
          Type: AWS::Serverless::Function
          Properties: {{Policies: [{policies}]}}
        """
        with pytest.raises(TemplateError, match=complaint):
            stacks.stack(tmp_path, more=wide)


def test_resources_whose_condition_does_not_hold_are_not_there(tmp_path: Path) -> None:
    template = stacks.application(tmp_path, more="Spare: {Type: AWS::SQS::Queue, Condition: No}")
    template.write_text(template.read_text() + "\nConditions: {No: !Equals [a, b]}\n")
    assert "Spare" not in Stack.load(template).queues


@pytest.mark.parametrize(
    ("mapping", "complaint"),
    [
        ("EventSourceArn: !GetAtt StateTable.StreamArn", "is no queue of the template"),
        ("EventSourceArn: !GetAtt Work.Arn, FilterCriteria: {}", "FilterCriteria cannot be done"),
    ],
)
def test_an_event_source_that_nobody_here_polls_is_refused(
    tmp_path: Path, mapping: str, complaint: str
) -> None:
    more = f"""
    Mapping:
      Type: AWS::Lambda::EventSourceMapping
      Properties: {{FunctionName: !Ref Bare, {mapping}}}
    """
    with pytest.raises(TemplateError, match=complaint):
        stacks.stack(tmp_path, more=more)


def test_a_template_has_one_websocket_api(tmp_path: Path) -> None:
    second = "Second: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: WEBSOCKET}}"
    with pytest.raises(TemplateError, match="2 WebSocket APIs"):
        stacks.stack(tmp_path, more=second)


def test_no_two_resources_share_a_name(project: Stack) -> None:
    names = Counter(table.name for table in project.tables.values())
    names += Counter(queue.name for queue in project.queues.values())
    assert set(names.values()) == {1}


def test_hosts_beside_the_first_change_nothing_on_this_machine() -> None:
    host = "password.example.com"
    certificate = "arn:aws:acm:us-east-1:123456789012:certificate/1"
    given = {"PasswordDomainName": host, "PasswordCertificateArn": certificate}
    with_one = Stack.load(ROOT / "template.yaml", given)
    assert with_one.origin_headers.keys() == {"x-origin-secret"}
