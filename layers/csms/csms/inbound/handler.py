"""The charge point calls us: an event becomes a typed request, the answer a frame posted back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import time
from typing import Any, Protocol, TypeVar, get_type_hints

from pydantic import ValidationError

from csms import aws, connections, settings, task_queue
from csms.deadline import OutOfTime, within
from csms.inbound import refused_calls
from csms.redaction import redacted
from csms.store.reported import charge_point_state, deviations, message_log
from csms.telemetry import logger
from csms.wire import frames
from csms.wire.errors import OcppError, OldSocket, Refused, ocpp_error, violation
from csms.wire.frames import Answer, CallFrame, MalformedCall, Unreadable
from csms.wire.ocpp16 import Call, Request, Response
from csms.wire.validation import validated

Event = dict[str, Any]
Req = TypeVar("Req", bound=Request)

DONE: Event = {"statusCode": 200}
SEEN_EVERY = 60  # seconds; how exact "last seen" is for what does not write it anyway
MOST_REMEMBERED = 10_000

_seen: dict[str, float] = {}

# built while Lambda starts the function: it has the most CPU then, and no charge point waits
aws.client("dynamodb")
connections.client()


class Context(Protocol):
    """Of Lambda's context, what we use."""

    def get_remaining_time_in_millis(self) -> int: ...


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
    unique_id: str | None = None
    action: str | None = None
    answer: str | None = None
    error: OcppError | None = field(default=None)
    request: Request | None = None  # as it was understood
    response: Response | None = None
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
            logger.warning("ignored a frame", extra=self.fields | {"reason": str(unreadable)})
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


def lambda_handler(
    answer: Callable[[Req, Call], Response], *, then: Callable[[Message], None] | None = None
) -> Callable[[Event, Context], Event]:
    """Make a Lambda handler of the function that answers one OCPP action.

    `then` is what follows once the answer has left.
    """
    model: type[Req] = get_type_hints(answer)["request"]

    def reply(frame: CallFrame, message: Message) -> Response:
        said: Mapping[str, Any] = frame.payload
        try:
            request = _understood(model, frame, message.at)
            message.request, said = request, request.said
            message.response = answer(request, message.call)
            return message.response
        except OcppError as error:
            refused_calls.keep(message.call, frame.action, said, error)
            raise

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
    logger.info("an answer to no call of ours", extra=message.fields)


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
        logger.error("gave up: out of time", extra=message.fields)
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
        logger.exception("a broken call was not kept", extra=message.fields)
        message.error = ocpp_error(failure)  # then it comes again


def _answer(
    frame: CallFrame, message: Message, reply: Callable[[CallFrame, Message], Response]
) -> str | None:
    try:
        return frames.call_result(frame.unique_id, reply(frame, message).to_wire())
    except Exception as failure:  # whatever happened, the charge point waits for an answer
        message.error = ocpp_error(failure)
        log = logger.exception if message.error.code == "InternalError" else logger.warning
        log("refused: %s", message.error.description, extra=message.fields)
        return None


def _finish(message: Message, context: Context, then: Callable[[Message], None] | None) -> None:
    """Post the answer, then do what the answer did not need; never fail for either."""
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 0.2):
            try:
                if message.answer is not None:
                    connections.post(message.connection_id, message.answer)
            except connections.Gone:
                logger.info("the socket closed before the answer", extra=message.fields)
            milliseconds = round((time() - message.at.timestamp()) * 1000)
            if then and message.error is None and not message.over_old_socket:
                then(message)
            _look_after(message)
            if message.over_old_socket:
                task_queue.close_connection(message.connection_id, message.connected_at, message.at)
                return
            _remember(message, milliseconds)
            _note_deviations(message)
    except (Exception, OutOfTime):
        logger.exception("failed around the answer", extra=message.fields)


def _note_deviations(message: Message) -> None:
    if message.request and message.action and message.error is None:
        found = [*message.request.deviations, *message.request.oddities()]
        deviations.note(message.charge_point_id, message.action, found, message.at)


def _look_after(message: Message) -> None:
    """That it spoke, now and then, and whether it might at all, where nobody has looked yet."""
    if message.over_old_socket:
        return
    due = time() - _seen.get(message.charge_point_id, 0) > SEEN_EVERY
    unseen = message.ignored or (message.error and message.error.code == "InternalError")
    if not due and not unseen:
        return
    if len(_seen) >= MOST_REMEMBERED:
        _seen.clear()
    _seen[message.charge_point_id] = time()
    try:
        charge_point_state.heard(message.call)
    except OldSocket:
        logger.warning("ignored what came over an old socket", extra=message.fields)
        message.over_old_socket = True
    except Refused:
        pass  # Rejected: it has been told so


def _remember(message: Message, milliseconds: int) -> None:
    expires_at = settings.message_log_expires(message.at)
    if expires_at is None or message.logged:
        return
    entry = message_log.entry(
        message.charge_point_id, message.message_id, message.at, redacted(message.text)
    )
    entry.unique_id = message.unique_id
    entry.action = message.action
    entry.answer = message.answer
    entry.error = message.error.description if message.error else message.ignored
    entry.milliseconds = milliseconds
    entry.expires_at = expires_at
    message_log.add(entry)
