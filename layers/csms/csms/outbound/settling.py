"""A charge point answers: the outcome of a command, and what follows from it, in one write."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from csms import settings
from csms.domain.command_context import CommandContext
from csms.ids import could_be_ours
from csms.outbound import call_log, ending
from csms.outbound.command import Command, Commands
from csms.outbound.context import answer_context, request_of
from csms.outbound.dispatch import drain_now_or_later
from csms.redaction import REDACTED, redacted, without_secrets
from csms.store import commands as store
from csms.store.commands import CommandRecord, Outcome, ReadAgain, WaitingCommands
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import deviations
from csms.store.reported.charge_point_state import admitted
from csms.store.table import Write, fetch
from csms.telemetry import logger
from csms.wire import frames
from csms.wire.errors import OcppError, violation
from csms.wire.frames import Answer, CallErrorFrame, MalformedAnswerFrame
from csms.wire.serialization import to_json_types
from csms.wire.tolerance import Deviation
from csms.wire.validation import validated

TRIES = 5  # of an answer that meets others which change the same
HEARD = frozenset({"Answered", "CallError", "MalformedAnswer"})


def settle(
    commands: Commands,
    charge_point_id: str,
    frame: Answer,
    text: str,
    at: datetime,
    now: datetime | None = None,
    generation: str | None = None,
) -> CommandRecord | None:
    """Take an answer, whose text is logged; returns its command, None if that waits for no more.

    What is no valid answer is an outcome of its own. What follows from an answer is written with
    the outcome, so that it is never half taken; late ones tell what the charge point does, too.
    `at` is when it came, `now` when it is taken if that is later: the next command leaves then,
    before anything is done that nobody waits for. `generation` is of what opened the socket that
    it came over. Raises OldSocket, or ReadAgain if other answers were faster again and again.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            return _settled(commands, charge_point_id, frame, text, at, now, generation)
        except ReadAgain:
            if not tries_left:
                raise
    return None


def _settled(
    commands: Commands,
    charge_point_id: str,
    frame: Answer,
    text: str,
    at: datetime,
    now: datetime | None,
    generation: str | None,
) -> CommandRecord | None:
    if not could_be_ours(frame.unique_id):
        return None
    record, charge_point, waiting = _called(charge_point_id, frame.unique_id)
    if record is None or record.sent_at is None:
        return None
    if record.status in HEARD:
        if now:  # whoever took it may have got no further
            ending.leads_on(commands, record)
            drain_now_or_later(commands, charge_point_id, now)
        return None
    if record.payload.get("value") == REDACTED:
        frame, text = _without_quotes(frame, text)
    command = commands[record.action]
    request, context = None, None
    if charge_point and command.leads_somewhere(frame):
        request, context = _as_sent(command, record, charge_point, at)
    admitted(charge_point, generation)
    outcome, said, effects, mended = _understood(command, request, frame, context, at)
    actions = [getattr(CommandRecord, name).set(value) for name, value in said.items()]
    if record.status == "Sent":
        ended = ending.end(
            commands,
            record,
            outcome,
            at,
            *actions,
            effects=effects,
            log=call_log.ended(record, at, answer=text, error=said.get("error_description")),
            none_waits=not (waiting and waiting.ids),
        )
        if ended:
            if not ended.none_waits:
                drain_now_or_later(commands, charge_point_id, now or at)
            _note(record, mended, at)
            return record
    late = call_log.ended(record, at, answer=text, error="it came late")
    if not store.answered_late(record, said, at, effects, late):
        return None
    ending.leads_on(commands, record)
    _note(record, mended, at)
    return record


def _called(
    charge_point_id: str, unique_id: str
) -> tuple[CommandRecord | None, ChargePoint | None, WaitingCommands | None]:
    """The command, where it was sent, and what waits there, in one round trip.

    There are charge points that give back in capitals what they got in small letters.
    """
    record, small, charge_point, waiting = fetch(
        CommandRecord.of(charge_point_id, unique_id),
        CommandRecord.of(charge_point_id, unique_id.lower()),
        ChargePoint.of(charge_point_id),
        WaitingCommands.of(charge_point_id),
    )
    return record or small, charge_point, waiting


def _as_sent(
    command: Command[Any, Any], record: CommandRecord, charge_point: ChargePoint, at: datetime
) -> tuple[Any, CommandContext | None]:
    """The request that is answered and what it looks at; None if nothing can follow from it."""
    payload = store.sent_request(record)
    if payload is None:  # it had secrets, and has ended
        if not command.names_no_secret:
            return None, None
        payload = record.payload
    try:
        request = request_of(command, payload)
    except ValidationError:  # it waited through a release that is stricter
        return None, None
    return request, answer_context(
        command, request, charge_point, at, record.command_id, record.sent_at
    )


def _understood(
    command: Command[Any, Any],
    request: Any,
    frame: Answer,
    context: CommandContext | None,
    at: datetime,
) -> tuple[Outcome, dict[str, Any], Sequence[Write], Sequence[Deviation]]:
    """The outcome, what to keep of the answer, what follows from it, and what was mended in it."""
    if isinstance(frame, MalformedAnswerFrame):
        return "MalformedAnswer", {"error_description": frame.reason}, (), ()
    if isinstance(frame, CallErrorFrame):
        said = {
            "error_code": frame.error_code,
            "error_description": redacted(frame.description),
        }
        return "CallError", said, command.on_error(request, context) if context else (), ()
    kept = {"response": without_secrets(to_json_types(frame.payload))}
    try:
        response = validated(command.response, frame.payload, lenient=settings.lenient(), at=at)
    except (ValidationError, OcppError) as fault:
        error = violation(fault) if isinstance(fault, ValidationError) else fault
        return "MalformedAnswer", kept | {"error_description": error.description}, (), ()
    effects = command.on_response(request, response, context) if context else ()
    return "Answered", kept, effects, response.deviations


def _note(record: CommandRecord, mended: Sequence[Deviation], at: datetime) -> None:
    """What was mended in an answer is counted when all else is done; failing to fails nothing."""
    try:
        deviations.note(record.charge_point_id, f"{record.action}.conf", mended, at)
    except Exception:
        logger.exception("deviations were not noted", extra={"command_id": record.command_id})


def _without_quotes(frame: Answer, text: str) -> tuple[Answer, str]:
    """And its text: a charge point may quote what it refuses, here the value of a secret."""
    match frame:
        case CallErrorFrame():
            told = CallErrorFrame(frame.unique_id, frame.error_code, REDACTED, {})
            return told, frames.call_error(told.unique_id, told.error_code, told.description)
        case MalformedAnswerFrame():
            return frame, REDACTED
        case _:
            return frame, text
