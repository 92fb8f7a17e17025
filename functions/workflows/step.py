"""What is the same for every function that a state machine invokes."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from csms.deadline import OutOfTime, within
from csms.inbound.handler import Context
from csms.inbound.messages import Event
from csms.telemetry import Told, logger

Step = Callable[[Event, datetime], dict[str, Any]]


class StepTimedOut(Exception):
    """It was given up in time to say so; the state machine tries it again."""


def step(perform: Step) -> Callable[[Event, Context], Event]:
    """Make a Lambda handler of what is done for a state, with what its machine told it.

    `at` of the event is the machine's clock, as it entered the state: what it has waited for is
    over, also where our own clock is a little behind.
    """

    @logger.inject_lambda_context
    def handler(event: Event, context: Context) -> Event:
        told = {name: value for name, value in event.items() if name != "at"}
        logger.about(Told(json.dumps(told)))
        at = max(datetime.now(UTC), datetime.fromisoformat(event["at"]))
        try:
            with within(context.get_remaining_time_in_millis() / 1000 - 1):
                return told | perform(told, at)
        except OutOfTime as error:
            logger.error("a step of a state machine did not finish in time", extra=told)
            raise StepTimedOut from error

    return handler
