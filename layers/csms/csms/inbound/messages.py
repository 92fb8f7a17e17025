"""A message of a charge point, as API Gateway brings it, and what becomes of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from csms.telemetry import logger
from csms.wire import frames
from csms.wire.errors import OcppError
from csms.wire.frames import CallFrame, MalformedCall, Unreadable
from csms.wire.ocpp16 import Call, Request, Response

Event = dict[str, Any]


@dataclass
class Message:
    """What came over a socket, from whom, and what became of it."""

    charge_point_id: str
    connection_id: str
    message_id: str
    text: str
    at: datetime
    connected_at: datetime
    generation: str | None = None  # of what opened the socket
    rescue: bool = False  # it was opened by a certificate that has expired
    unique_id: str | None = None
    action: str | None = None
    answer: str | None = None
    error: OcppError | None = field(default=None)
    request: Request | None = None  # as it was understood
    response: Response | None = None
    seen: bool = False  # what answered it has noted that it spoke
    logged: bool = False  # with the call of ours that it answers
    put_off: bool = False  # an answer that could not be taken yet
    ignored: str | None = None  # why it is neither answered nor taken
    over_old_socket: bool = False

    @classmethod
    def of(cls, event: Event) -> "Message":
        context = event["requestContext"]
        return cls(
            charge_point_id=context["authorizer"]["chargePointId"],  # set once, by the authorizer
            connection_id=context["connectionId"],
            message_id=context["messageId"],
            text=event.get("body") or "",
            at=_moment(context["requestTimeEpoch"]),
            connected_at=_moment(context["connectedAt"]),
            generation=context["authorizer"].get("generation") or None,
            rescue=context["authorizer"].get("rescue") == "true",
        )

    def frame(self) -> frames.Frame | None:
        """None for what nobody could answer; what is wrong with a CALL becomes `error`."""
        try:
            frame = frames.parse(self.text)
        except MalformedCall as broken:
            self.unique_id, self.action = broken.unique_id, broken.action
            self.error = OcppError("FormationViolation", str(broken))
            return None
        except Unreadable as unreadable:
            self.ignored = f"ignored: {unreadable}"
            logger.warning("ignored a frame", extra={"reason": str(unreadable)})
            return None
        self.unique_id = frame.unique_id
        self.action = frame.action if isinstance(frame, CallFrame) else None
        return frame

    @property
    def call(self) -> Call:
        return Call(self.charge_point_id, self.unique_id or "", self.at, self.generation)

    @property
    def fields(self) -> dict[str, str | None]:
        return {
            "charge_point_id": self.charge_point_id,
            "connection_id": self.connection_id,
            "message_id": self.message_id,
            "unique_id": self.unique_id,
            "action": self.action,
        }


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
