"""What a charge point was asked to say, by TriggerMessage or ExtendedTriggerMessage (§5.17).

It is expected from the moment the question is sent: the message may overtake our taking note of
the answer. While the registration is Pending it is then served (C-20).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

from csms.domain.command_context import CommandContext
from csms.domain.guards import unknown_connector
from csms.domain.registration import standing
from csms.store.provisioned.charge_points import IS_THERE, ChargePoint, received
from csms.store.table import Write, update, when

TriggerStatus = Literal["Accepted", "Rejected", "NotImplemented"]

EXPECTED_FOR = timedelta(minutes=5)


class Trigger(Protocol):
    @property
    def requested_message(self) -> str: ...

    @property
    def connector_id(self) -> int | None: ...


class Answer(Protocol):
    @property
    def status(self) -> TriggerStatus: ...


def objection(request: Trigger, context: CommandContext) -> str | None:
    charge_point = context.charge_point
    if (
        request.requested_message == "BootNotification"
        and standing(charge_point.status, charge_point.told) == "Accepted"
    ):
        # errata 3.40
        return "the charge point is Accepted, and asked for no BootNotification: Reset brings one"
    return unknown_connector(context, request.connector_id)


def expect(request: Trigger, context: CommandContext) -> Sequence[Write]:
    asked = {"at": when(context.at), "commandId": context.command_id}
    expected = ChargePoint.triggered[request.requested_message].set(asked)
    return [update(ChargePoint.of(context.charge_point_id), [expected], IS_THERE)]


def answered(request: Trigger, response: Answer, context: CommandContext) -> Sequence[Write]:
    return [] if response.status == "Accepted" else refused(request, context)


def refused(request: Trigger, context: CommandContext) -> Sequence[Write]:
    expected = ChargePoint.triggered[request.requested_message]
    still = expected["commandId"] == context.command_id
    return [update(ChargePoint.of(context.charge_point_id), [expected.remove()], still)]


def expects(charge_point: ChargePoint, message: str, at: datetime) -> bool:
    asked = charge_point.triggered.as_dict().get(message)
    return asked is not None and at - received(asked["at"]) < EXPECTED_FOR
