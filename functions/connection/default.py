"""$default: what no action's route took, such as unknown actions and what is no CALL at all."""

from typing import NoReturn

from csms.errors import NotImplementedByUs, NotSupportedByUs
from csms.frames import CallFrame
from csms.inbound import Context, Event, Message, handle
from csms.ocpp16 import CENTRAL_SYSTEM_ACTIONS


def refuse(frame: CallFrame, _: Message) -> NoReturn:
    if frame.action in CENTRAL_SYSTEM_ACTIONS:
        raise NotSupportedByUs(frame.action)
    raise NotImplementedByUs(frame.action)


def handler(event: Event, context: Context) -> Event:
    return handle(event, context, refuse)
