"""A small application of its own: functions that do what a test tells them, and their template."""

import textwrap
from pathlib import Path
from typing import Any

from csms_tools.local.stack.stack import Stack

HANDLER = """
import os
import signal
import sys
import time

import boto3

CALLS = []
READ_AT_IMPORT = os.environ.get("STATE_TABLE"), os.environ.get("DIFFERENT")


def handler(event, context):
    CALLS.append(context.aws_request_id)
    return globals()[event["do"]](event, context)


def echo(event, context):
    return event


def where(event, context):
    return {"pid": os.getpid(), "parent": os.getppid(), "calls": len(CALLS)}


def environment(event, context):
    return dict(os.environ) | {"READ_AT_IMPORT": READ_AT_IMPORT}


def spoil(event, context):
    os.environ["SPOILT"] = "yes"
    del os.environ["AWS_REGION"]


def describe(event, context):
    first = context.get_remaining_time_in_millis()
    time.sleep(0.05)
    return {
        "function_name": context.function_name,
        "function_version": context.function_version,
        "invoked_function_arn": context.invoked_function_arn,
        "memory_limit_in_mb": context.memory_limit_in_mb,
        "aws_request_id": context.aws_request_id,
        "log_group_name": context.log_group_name,
        "log_stream_name": context.log_stream_name,
        "identity": context.identity.cognito_identity_id,
        "client_context": context.client_context,
        "remaining": [first, context.get_remaining_time_in_millis()],
    }


def fail(event, context):
    raise ValueError("this is no good")


def unspeakable(event, context):
    return object()


def leave(event, context):
    sys.exit(3)


def die(event, context):
    os.kill(os.getpid(), signal.SIGKILL)


def sleep(event, context):
    time.sleep(event["seconds"])
    return "slept"


def hang(event, context):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(1)


def alarm(event, context):
    rung = []
    signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    time.sleep(0.1)
    return len(rung)


def say(event, context):
    print("to standard output")
    print("to standard error", file=sys.stderr)


def call(event, context):
    client = boto3.Session().client(event["service"], **event.get("client", {}))
    answer = getattr(client, event["operation"])(**event["parameters"])
    return {"status": answer["ResponseMetadata"]["HTTPStatusCode"]}
"""

TEMPLATE = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    CodeUri: functions/
    Runtime: python3.13
    Handler: demo.app.handler
    Timeout: 1
    Environment: {Variables: {STATE_TABLE: !Ref StateTable}}
Resources:
  Api:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      StageName: ocpp
      RouteSelectionExpression: $request.body.[2]
      Routes:
        $connect: {FunctionArn: !GetAtt Allowed.Arn}
  StateTable:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - {AttributeName: pk, AttributeType: S}
        - {AttributeName: sk, AttributeType: S}
      KeySchema:
        - {AttributeName: pk, KeyType: HASH}
        - {AttributeName: sk, KeyType: RANGE}
  Work:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 1
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2}
  Dead: {Type: AWS::SQS::Queue}
  Allowed:
    Type: AWS::Serverless::Function
    Properties:
      Environment: {Variables: {DIFFERENT: one, OWN: value}}
      Policies:
        - Statement:
            - Effect: Allow
              Action: [dynamodb:GetItem, dynamodb:PutItem]
              Resource: !GetAtt StateTable.Arn
  Bare:
    Type: AWS::Serverless::Function
    Properties:
      Environment: {Variables: {DIFFERENT: two}}
"""


def application(folder: Path, *, more: str = "", handler: str = HANDLER) -> Path:
    """Write the application into a folder; returns its template, to which `more` is added."""
    package = folder / "functions" / "demo"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "app.py").write_text(handler)
    template = folder / "template.yaml"
    template.write_text(TEMPLATE + textwrap.indent(textwrap.dedent(more), "  "))
    return template


def stack(folder: Path, *, more: str = "", handler: str = HANDLER, **options: Any) -> Stack:
    return Stack.load(application(folder, more=more, handler=handler), **options)
