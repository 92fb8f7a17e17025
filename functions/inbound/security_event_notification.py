"""SecurityEventNotification: something that matters for security (Security Whitepaper, A04)."""

from typing import Annotated

from csms.inbound.handler import lambda_handler
from csms.store.reported import reports
from csms.wire.meanings import Descriptive
from csms.wire.ocpp16 import Call, Request, Response, Timestamp


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


handler = lambda_handler(security_event_notification)
