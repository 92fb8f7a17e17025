"""Executions of state machines: each only wakes somebody who looks at what stands in a row."""

import json
from collections.abc import Mapping
from typing import Literal

from csms import aws

Started = Literal["Runs", "HasEnded", "NoRoom"]


def start(machine_arn: str, name: str, told: Mapping[str, object]) -> Started:
    """See to it that an execution of this name and input runs.

    One that has ended keeps its name for 90 days, and another cannot be had under it. There is no
    room for one while too many run.
    """
    request = {"stateMachineArn": machine_arn, "name": name, "input": json.dumps(told)}
    try:
        aws.call(aws.STEP_FUNCTIONS, "StartExecution", request)
    except aws.ServiceError as error:
        match error.code:
            case "ExecutionAlreadyExists":
                return "HasEnded"
            case "ExecutionLimitExceeded":
                return "NoRoom"
        raise
    return "Runs"
