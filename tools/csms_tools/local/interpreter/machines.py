"""moto's Step Functions behind one adapter: its clock is ours, its Lambda is the runtime's.

It relies on these of moto's own names (5.2.5): TMP_THREADS, the time taken by Wait states, by
retriers and for `$$.State.EnteredTime`, and `boto_client_for` of Lambda tasks.
"""

import math
import threading
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.stepfunctions.parser import utils
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state import state
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.component.state.wait.wait_function import (
    timestamp,
    wait_function,
)
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from . import clock
from .lambda_client import LambdaClient

MOST_RUNNING = 500  # executions at once: a waiting one is two threads
_MOST_KEPT = 2_000  # that have ended; AWS keeps them for 90 days
_SERVED = frozenset(
    (
        *("CreateStateMachine", "DescribeStateMachine", "ListStateMachines"),
        *("StartExecution", "DescribeExecution", "ListExecutions", "StopExecution"),
        *("GetExecutionHistory", "SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"),
    )
)


class Refusal(Exception):
    """`code` is AWS's name for why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Machines:
    def __init__(self, lambda_client: LambdaClient, *, account: str, region: str) -> None:
        self._starting = threading.Lock()  # moto looks for the name, then adds it
        _adapt(lambda_client)
        mock_aws(
            config={
                "stepfunctions": {"execute_state_machine": True},
                "core": {"service_whitelist": ["stepfunctions"]},
            }
        ).start()
        self._backend = stepfunctions_parser_backends[account][region]
        self._client = boto3.client(
            "stepfunctions",
            region_name=region,
            aws_access_key_id=account,
            aws_secret_access_key="local",  # noqa: S106 - nobody looks at it
        )

    def call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Raises Refusal."""
        if operation not in _SERVED:
            raise Refusal("UnknownOperationException", operation)
        if operation == "StartExecution":
            return self._start(request)
        return self._call(operation, request)

    def _start(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._starting:
            self._forget()
            return self._call("StartExecution", request)

    def _forget(self) -> None:
        utils.TMP_THREADS.clear()
        running = 0
        for machine in self._backend.state_machines:
            ended = [each for each in machine.executions if each.status != "RUNNING"]
            running += len(machine.executions) - len(ended)
            for each in ended[:-_MOST_KEPT]:
                machine.executions.remove(each)
        if running >= MOST_RUNNING:
            raise Refusal(
                "ExecutionLimitExceeded", f"no more than {MOST_RUNNING} executions run at once here"
            )

    def _call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = getattr(self._client, xform_name(operation))(**request)
        except ClientError as error:
            told = error.response["Error"]
            raise Refusal(told["Code"], told["Message"]) from error
        answer.pop("ResponseMetadata")
        return answer


def _adapt(lambda_client: LambdaClient) -> None:
    time_here = SimpleNamespace(datetime=clock.Moment, timezone=SimpleNamespace(utc=UTC))
    for where, name, ours in (
        (timestamp.Timestamp, "_get_wait_seconds", _seconds_until),
        (wait_function, "time", SimpleNamespace(time=clock.monotonic)),
        (retrier_decl, "time", SimpleNamespace(sleep=clock.sleep)),
        (state, "datetime", time_here),
        (lambda_eval_utils, "boto_client_for", lambda_client.on_behalf_of),
    ):
        assert hasattr(where, name), f"moto has no {where}.{name} any more"
        setattr(where, name, ours)


def _seconds_until(self: Any, env: Any) -> int:
    """moto's own drops the fraction of a second, and would wake us before the time is there."""
    self.string.eval(env=env)
    text = env.stack.pop()
    if not self._is_valid_timestamp_pattern(text):
        raise FailureEventException(self._create_failure_event(env, text))
    return max(0, math.ceil((datetime.fromisoformat(text) - clock.now()).total_seconds()))
