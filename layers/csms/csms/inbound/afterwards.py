"""What follows once the answer has left: who spoke, the message log, deviations from OCPP."""

from csms import settings
from csms.inbound import last_seen
from csms.inbound.messages import Message
from csms.redaction import redacted
from csms.store.reported import charge_point_state, deviations, message_log
from csms.store.table import Write, apart, put
from csms.telemetry import logger
from csms.wire.errors import OldSocket, Refused

TELL_OF_A_CHANGE = ("StatusNotification", "BootNotification")


def note_deviations(message: Message) -> None:
    if message.request and message.action and message.error is None:
        found = [*message.request.deviations, *message.request.oddities()]
        deviations.note(message.charge_point_id, message.action, found, message.at)


def look_after(message: Message, milliseconds: int) -> None:
    """The message log and, now and then, that it spoke, at the same time.

    Where nobody has looked yet whether it might speak at all, that comes first.
    """
    if message.over_old_socket:
        return
    due = last_seen.is_due(message.charge_point_id, message.at)
    unseen = message.ignored or (message.error and message.error.code == "InternalError")
    if due or unseen:
        last_seen.note(message.charge_point_id, message.at)
    if unseen and not _heard(message):
        return
    writes = _log(message, milliseconds)
    if due and not message.seen and not unseen:
        writes.append(charge_point_state.seen(message.call))
    if writes and apart(*writes):
        _heard(message)


def _heard(message: Message) -> bool:
    """Whether the socket is still one of its own."""
    try:
        charge_point_state.heard(message.call)
    except OldSocket:
        logger.warning("ignored what came over an old socket")
        message.over_old_socket = True
        return False
    except Refused:
        pass  # Rejected: it has been told so
    return True


def _stands_elsewhere(message: Message) -> bool:
    """All that it tells; then a log of what is telling has no place for it."""
    if settings.everything_is_logged() or message.error or not message.request:
        return False
    plain = message.response is not None and message.response.tells_nothing
    return plain and not message.request.deviations and not [*message.request.oddities()]


def _log(message: Message, milliseconds: int) -> list[Write]:
    expires_at = settings.message_log_expires(message.at)
    if expires_at is None or message.logged or _stands_elsewhere(message):
        return []
    entry = message_log.entry(
        message.charge_point_id, message.message_id, message.at, redacted(message.text)
    )
    entry.unique_id = message.unique_id
    entry.action = message.action
    entry.answer = message.answer
    entry.error = message.error.description if message.error else message.ignored
    entry.milliseconds = milliseconds
    entry.expires_at = expires_at
    if message.action in TELL_OF_A_CHANGE and message.error is None:
        message_log.tells_of_a_change(entry, message.charge_point_id)
    return [put(entry)]
