"""The charge point calls us: an event becomes a typed request, the answer a frame posted back."""

import gc
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from time import time
from typing import Any, Protocol, TypeVar, get_type_hints

from pydantic import ValidationError

from csms import aws, connections, metrics, settings, task_queue
from csms.deadline import OutOfTime, within
from csms.domain.rescue import TAKEN, OnlyRescued
from csms.inbound import refused_calls
from csms.inbound.afterwards import look_after, note_deviations
from csms.inbound.messages import Event, Message
from csms.telemetry import logger
from csms.wire import frames
from csms.wire.errors import OcppError, OldSocket, ocpp_error, violation
from csms.wire.frames import Answer, CallFrame
from csms.wire.ocpp16 import Call, Request, Response
from csms.wire.validation import validated

Req = TypeVar("Req", bound=Request)

DONE: Event = {"statusCode": 200}

# built while Lambda starts the function: it has the most CPU then, and no charge point waits
aws.open_connections(aws.endpoint(aws.DYNAMODB), os.environ["CONNECTIONS_URL"])
gc.freeze()  # what is there now stays


class Context(Protocol):
    """Of Lambda's context, what we use."""

    def get_remaining_time_in_millis(self) -> int: ...


def lambda_handler(
    answer: Callable[[Req, Call], Response],
    *,
    notes_that_it_spoke: bool = False,
    then: Callable[[Message], None] | None = None,
) -> Callable[[Event, Context], Event]:
    """Make a Lambda handler of the function that answers one OCPP action.

    `notes_that_it_spoke`: answering writes "last seen" in any case. `then` is what follows once the
    answer has left.
    """
    model: type[Req] = get_type_hints(answer)["request"]

    def reply(frame: CallFrame, message: Message) -> Response:
        said: Mapping[str, Any] = frame.payload
        try:
            request = _understood(model, frame, message.at)
            message.request, said = request, request.said
            message.response = answer(request, message.call)
            message.seen = notes_that_it_spoke
            return message.response
        except OcppError as error:
            refused_calls.keep(message.call, frame.action, said, error)
            raise

    @logger.inject_lambda_context
    def handler(event: Event, context: Context) -> Event:
        return handle(event, context, reply, then=then)

    return handler


def _understood(model: type[Req], frame: CallFrame, at: datetime) -> Req:
    try:
        return validated(model, frame.payload, lenient=settings.lenient(), at=at)
    except ValidationError as fault:
        raise violation(fault) from fault


def no_call_of_ours(frame: Answer, message: Message) -> None:
    # [3, "id", "Authorize"] and [4, "id", "Authorize", "", {}] come to an action, too
    message.ignored = "ignored: it answers no call of ours"
    logger.info("an answer to no call of ours")


def handle(
    event: Event,
    context: Context,
    reply: Callable[[CallFrame, Message], Response],
    *,
    take: Callable[[Answer, Message], None] = no_call_of_ours,
    then: Callable[[Message], None] | None = None,
) -> Event:
    """Answer a CALL exactly once, whatever happens, and nothing that is no CALL.

    `take` is for answers to calls of ours.
    """
    message = Message.of(event)
    logger.about(message)
    frame = None
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            frame = message.frame()
            if isinstance(frame, CallFrame):
                message.answer = _answer(frame, message, reply)
            elif frame:
                take(frame, message)
            elif message.error:
                _keep_broken(message, message.error)
    except OutOfTime:
        logger.error("gave up: out of time")
        if isinstance(frame, CallFrame):
            message.error = OcppError("InternalError", "the CSMS did not finish in time")
    if isinstance(message.error, OldSocket):
        message.over_old_socket = True
    if message.error and message.unique_id is not None:
        error = message.error
        message.answer = frames.call_error(message.unique_id, error.code, error.description)
    _finish(message, context, then)
    return DONE


def _keep_broken(message: Message, error: OcppError) -> None:
    try:
        refused_calls.keep(message.call, message.action, {"text": message.text}, error)
    except OldSocket as old:
        message.error = old
    except Exception as failure:
        logger.exception("a broken call was not kept")
        message.error = ocpp_error(failure)  # then it comes again


def _answer(
    frame: CallFrame, message: Message, reply: Callable[[CallFrame, Message], Response]
) -> str | None:
    try:
        if message.rescue and frame.action not in TAKEN:
            error = OnlyRescued()
            refused_calls.keep(message.call, frame.action, frame.payload, error)
            raise error
        return frames.call_result(frame.unique_id, reply(frame, message).to_wire())
    except Exception as failure:  # whatever happened, the charge point waits for an answer
        message.error = ocpp_error(failure)
        tell = logger.exception if message.error.code == "InternalError" else logger.warning
        tell("refused: %s", message.error.description)
        return None


def _finish(message: Message, context: Context, then: Callable[[Message], None] | None) -> None:
    """Post the answer, then do what the answer did not need; never fail for either."""
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 0.2):
            try:
                if message.answer is not None:
                    connections.post(message.connection_id, message.answer)
            except connections.Gone:
                logger.info("the socket closed before the answer")
            now = time()
            milliseconds = round((now - message.at.timestamp()) * 1000)
            if message.answer is not None:
                error = message.error.code if message.error else None
                metrics.answered(message.action, milliseconds, error, now)
            if then and message.error is None and not message.over_old_socket:
                then(message)
            look_after(message, milliseconds)
            if message.over_old_socket:
                task_queue.close_connection(message.connection_id, message.connected_at, message.at)
                return
            note_deviations(message)
    except (Exception, OutOfTime):
        logger.exception("failed around the answer")
