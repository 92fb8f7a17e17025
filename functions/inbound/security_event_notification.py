"""SecurityEventNotification: something that matters for security (Security Whitepaper, A04)."""

from typing import Annotated

from csms import metrics
from csms.inbound.handler import lambda_handler
from csms.inbound.messages import Message
from csms.store.reported import reports
from csms.wire.meanings import Descriptive
from csms.wire.ocpp16 import Call, Request, Response, Timestamp
from csms.wire.security_events import ALARMING


class SecurityEventNotification(Request):
    type: Annotated[str, Descriptive(50)]  # an open set: vendors add their own
    timestamp: Timestamp
    tech_info: Annotated[str, Descriptive(255)] | None = None


class SecurityEventNotificationResponse(Response):
    pass


def security_event_notification(
    request: SecurityEventNotification, call: Call
) -> SecurityEventNotificationResponse:
    reports.keep(call, request, at=request.timestamp, listed=True)
    return SecurityEventNotificationResponse()


def count(message: Message) -> None:
    if isinstance(message.request, SecurityEventNotification) and message.request.type in ALARMING:
        metrics.security_event(message.at.timestamp())


handler = lambda_handler(security_event_notification, then=count)
