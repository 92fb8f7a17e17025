"""What the resources of a template are called on this machine: the answers to !Ref and !GetAtt."""

from collections.abc import Iterator, Mapping

from csms_tools.local.stack.intrinsics import Resolver
from csms_tools.local.stack.template import Properties, TemplateError

REGION = "eu-west-1"
ACCOUNT = "000000000000"
_PSEUDO = {
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "csms",
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/csms/local",
}
_ELSEWHERE = {
    "DomainName": "csms.localhost",
    "CertificateArn": f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/0",
}
"""Parameters without a default, of what no machine but AWS's has."""
_NAMED_BY = {
    "AWS::DynamoDB::Table": "TableName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Lambda::Alias": "Name",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::S3::Bucket": "BucketName",
    "AWS::IAM::Role": "RoleName",
    "AWS::StepFunctions::StateMachine": "StateMachineName",
    "AWS::ApiGatewayV2::Stage": "StageName",
}
_ARN = {
    "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{{}}",
    "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{{}}",
    "AWS::Lambda::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{{}}",
    "AWS::SecretsManager::Secret": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{{}}",
    "AWS::S3::Bucket": "arn:aws:s3:::{}",
    "AWS::StepFunctions::StateMachine": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{{}}",
    "AWS::Events::Rule": f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{{}}",
    "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/{{}}",
    "AWS::IAM::ManagedPolicy": f"arn:aws:iam::{ACCOUNT}:policy/{{}}",
}


class Resources:
    """The resources of a translated template whose conditions hold."""

    def __init__(self, template: Properties, parameters: Mapping[str, str], endpoint: str) -> None:
        defaults = {
            name: str(declared["Default"])
            for name, declared in template.get("Parameters", {}).items()
            if "Default" in declared
        }
        self.parameters = {**defaults, **parameters}
        self._endpoint = endpoint
        self._all: Properties = template["Resources"]
        self.resolve = Resolver(
            template, {**_ELSEWHERE, **self.parameters, **_PSEUDO}, self.reference, self.attribute
        )

    def of(self, kind: str) -> Iterator[tuple[str, Properties]]:
        """Logical id and properties, unresolved, of every resource of a type."""
        return ((id, raw) for id, raw in self.declared(kind) if self.holds(id))

    def declared(self, kind: str) -> Iterator[tuple[str, Properties]]:
        """The same, whether its condition holds or not."""
        for id, resource in self._all.items():
            if resource["Type"] == kind:
                yield id, resource.get("Properties", {})

    def holds(self, id: str) -> bool:
        """Whether a resource is there, which its condition says."""
        wanted = self._all[id].get("Condition")
        return wanted is None or self.resolve.holds(wanted)

    def name(self, id: str) -> str:
        """The physical name: the template's, or else the logical id."""
        resource = self._all[id]
        given = resource.get("Properties", {}).get(_NAMED_BY.get(resource["Type"], ""))
        return id if given is None else str(self.resolve(given))

    def arn(self, id: str) -> str:
        kind = self._all[id]["Type"]
        if kind not in _ARN:
            raise TemplateError(f"{id}: the ARN of a {kind} is not known here")
        return _ARN[kind].format(self.name(id))

    def reference(self, id: str) -> str:
        if id not in self._all:
            raise TemplateError(f"the template has no resource {id}")
        match self._all[id]:
            case {"Type": "AWS::SQS::Queue"}:
                return f"{self._endpoint}/{ACCOUNT}/{self.name(id)}"
            case {
                "Type": "AWS::SecretsManager::Secret"
                | "AWS::IAM::ManagedPolicy"
                | "AWS::StepFunctions::StateMachine"
            }:
                return self.arn(id)
            case {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": function}}:
                return f"{self._arn_of_function(function)}:{self.name(id)}"
            case {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": function}}:
                return f"{self._arn_of_function(function)}:1"
            case {"Type": "AWS::ApiGatewayV2::Api"}:
                return id.lower()
        return self.name(id)

    def attribute(self, id: str, attribute: str) -> str:
        if id not in self._all:
            raise TemplateError(f"the template has no resource {id}")
        match self._all[id]["Type"], attribute:
            case _, "Arn":
                return self.arn(id)
            case "AWS::SQS::Queue", "QueueName":
                return self.name(id)
            case "AWS::SQS::Queue", "QueueUrl":
                return self.reference(id)
            case "AWS::DynamoDB::Table", "StreamArn":
                return f"{self.arn(id)}/stream/local"
            case "AWS::SSM::Parameter", "Value":
                return str(self.resolve(self._all[id]["Properties"]["Value"]))
            case "AWS::ApiGatewayV2::Api", "ApiId":
                return self.reference(id)
            case "AWS::Lambda::Version", "Version":
                return "1"
            case "AWS::StepFunctions::StateMachine", "Name":
                return self.name(id)
        raise TemplateError(f"{id}.{attribute} is not known here")

    def function(self, called: str) -> str:
        """The logical id of a function by its name or its ARN, with or without its alias."""
        name, _, alias = called.rsplit(":function:", 1)[-1].partition(":")
        for id, _ in self.of("AWS::Lambda::Function"):
            if self.name(id) == name and alias in ("", self.alias(id)):
                return id
        raise TemplateError(f"the template has no function {called}")

    def alias(self, function: str) -> str | None:
        """The name of the function's alias, by its logical id."""
        name = self.name(function)
        for id, raw in self.of("AWS::Lambda::Alias"):
            if self.resolve(raw["FunctionName"]) == name:
                return self.name(id)
        return None

    def _arn_of_function(self, function: object) -> str:
        return _ARN["AWS::Lambda::Function"].format(self.resolve(function))
