"""A charge point that behaves, as a library: for tests, benchmarks and the certification program.

cp = ChargePoint(Access("ws://127.0.0.1:9000/ocpp", "CP1"), Settings(connectors=2))
tape = cp.record()
await cp.connect()
await cp.start_up()
await cp.plug_in(1)
await cp.swipe(1, "TAG1")
cp.answer_next("Reset", status="Rejected")
await cp.stop_transaction(1)
assert tape.breaches() == []
await cp.close()
"""

from csms_tools.charge_point.body.connector import Connector, Transaction
from csms_tools.charge_point.body.files import Files, TransferFailed
from csms_tools.charge_point.body.registration import Boot
from csms_tools.charge_point.charge_point import ChargePoint
from csms_tools.charge_point.clock import Clock, SteppedClock, WorldClock
from csms_tools.charge_point.conversation.frames import Frame, Tape
from csms_tools.charge_point.conversation.handshake import Access, key_bytes
from csms_tools.charge_point.conversation.replies import Reply
from csms_tools.charge_point.conversation.schemas import frame_violations
from csms_tools.charge_point.conversation.watched import Note
from csms_tools.charge_point.domain.id_tags import IdTagInfo
from csms_tools.charge_point.domain.power import Vehicle
from csms_tools.charge_point.errors import (
    CallFailed,
    ChargePointError,
    Impossible,
    Malformed,
    NoAnswer,
    NotAccepted,
    Offline,
    Refused,
    Unreachable,
)
from csms_tools.charge_point.settings import Quirk, Settings

__all__ = [
    "Access",
    "Boot",
    "CallFailed",
    "ChargePoint",
    "ChargePointError",
    "Clock",
    "Connector",
    "Files",
    "Frame",
    "IdTagInfo",
    "Impossible",
    "Malformed",
    "NoAnswer",
    "NotAccepted",
    "Note",
    "Offline",
    "Quirk",
    "Refused",
    "Reply",
    "Settings",
    "SteppedClock",
    "Tape",
    "Transaction",
    "TransferFailed",
    "Unreachable",
    "Vehicle",
    "WorldClock",
    "frame_violations",
    "key_bytes",
]
