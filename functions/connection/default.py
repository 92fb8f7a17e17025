"""$default: answers to our own calls, unknown actions, and what is no CALL at all."""

from typing import NoReturn

from csms import task_queue
from csms.deadline import OutOfTime
from csms.inbound import refused_calls
from csms.inbound.handler import Context, handle, no_call_of_ours
from csms.inbound.messages import Event, Message
from csms.outbound import settling
from csms.telemetry import logger
from csms.wire.actions import CENTRAL_SYSTEM_ACTIONS, CHARGE_POINT_ACTIONS
from csms.wire.errors import NotImplementedByUs, NotSupportedByUs, OcppError, OldSocket
from csms.wire.frames import Answer, CallFrame
from outbound import COMMANDS

ASTRAY = "an action came by the route $default, though it has one of its own"


def refuse(frame: CallFrame, message: Message) -> NoReturn:
    if frame.action in CHARGE_POINT_ACTIONS:
        logger.error(ASTRAY)  # it is counted, and there is an alarm
    error: OcppError = NotImplementedByUs(frame.action)
    if frame.action in CENTRAL_SYSTEM_ACTIONS:
        error = NotSupportedByUs(frame.action)
    refused_calls.keep(message.call, frame.action, frame.payload, error)
    raise error


def take(frame: Answer, message: Message) -> None:
    try:
        record = settling.settle(
            COMMANDS,
            message.charge_point_id,
            frame,
            message.text,
            message.at,
            generation=message.generation,
        )
    except OldSocket:
        logger.warning("an answer over an old socket")
        message.over_old_socket = True
        return
    except (Exception, OutOfTime):
        logger.exception("an answer was not taken, again later")
        message.put_off = True
        return
    if record is None:
        no_call_of_ours(frame, message)
    else:
        message.action, message.logged = record.action, True


def take_later(message: Message) -> None:
    """An answer that could not be taken now is taken a little later."""
    if message.put_off:
        task_queue.take_answer_later(
            message.charge_point_id, message.text, message.at, message.generation
        )


@logger.inject_lambda_context
def handler(event: Event, context: Context) -> Event:
    return handle(event, context, refuse, take=take, then=take_later)
