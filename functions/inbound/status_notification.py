"""StatusNotification: a connector, or with 0 the whole charge point, changed (OCPP 1.6 §4.9)."""

from typing import Annotated, Literal

from csms import task_queue
from csms.inbound import impossible_transactions
from csms.inbound.handler import lambda_handler
from csms.inbound.messages import Message
from csms.store.reported import charge_point_state
from csms.wire.meanings import Descriptive, Word
from csms.wire.ocpp16 import Call, Integer, Request, Response, Timestamp

UNKNOWN = "Unknown"


class StatusNotification(Request):
    connector_id: Integer
    error_code: Annotated[
        Literal[
            "ConnectorLockFailure",
            "EVCommunicationError",
            "GroundFailure",
            "HighTemperature",
            "InternalError",
            "LocalListConflict",
            "NoError",
            "OtherError",
            "OverCurrentFailure",
            "PowerMeterFailure",
            "PowerSwitchFailure",
            "ReaderFailure",
            "ResetFailure",
            "UnderVoltage",
            "OverVoltage",
            "WeakSignal",
        ],
        Word(otherwise="OtherError", missing="NoError"),
    ]
    info: Annotated[str, Descriptive(50)] | None = None
    status: Annotated[
        Literal[
            "Available",
            "Preparing",
            "Charging",
            "SuspendedEVSE",
            "SuspendedEV",
            "Finishing",
            "Reserved",
            "Unavailable",
            "Faulted",
        ]
        | None,
        Word(essential=True, synonyms=(("Occupied", "Preparing"),)),  # 1.5 had one word for both
    ]
    timestamp: Timestamp | None = None
    vendor_id: Annotated[str, Descriptive(255)] | None = None
    vendor_error_code: Annotated[str, Descriptive(50)] | None = None


class StatusNotificationResponse(Response):
    pass


def status_notification(request: StatusNotification, call: Call) -> StatusNotificationResponse:
    """Kept for any connector, also one that nobody has heard of (C-35).

    A status that nobody knows is none: the connector's state is unknown, and never Available.
    """
    state = {"status": UNKNOWN} | request.kept
    del state["connectorId"]
    charge_point_state.connector_reports(call, request.connector_id, state)
    return StatusNotificationResponse()


def then(message: Message) -> None:
    """What ran on a connector that is Available after a boot runs no more.

    What was reserved where it is Faulted or Unavailable is lost (§5.13): the row knows, somebody
    must look.
    """
    said = message.request
    if not isinstance(said, StatusNotification):  # it was no CALL
        return
    if said.status == "Available" and said.connector_id > 0:
        owner = message.charge_point_id
        impossible_transactions.became_available(owner, said.connector_id, message.at)
    if said.status in charge_point_state.UNUSABLE:
        task_queue.lose_reservations_later(message.charge_point_id)


handler = lambda_handler(status_notification, notes_that_it_spoke=True, then=then)
