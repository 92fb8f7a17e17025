"""RemoteStopTransaction: end a transaction from afar (OCPP 1.6 §5.12)."""

from collections.abc import Sequence

from csms.domain.command_context import CommandContext
from csms.outbound.command import Command
from csms.store.transactions import Transaction
from csms.wire.ocpp16 import AcceptedOrRejected, Integer, Request, Response


class RemoteStopTransaction(Request):
    transaction_id: Integer


class RemoteStopTransactionResponse(Response):
    status: AcceptedOrRejected


def needs(request: RemoteStopTransaction, charge_point_id: str) -> Sequence[Transaction]:
    return [Transaction.of(charge_point_id, request.transaction_id)]


def objection(request: RemoteStopTransaction, context: CommandContext) -> str | None:
    number = request.transaction_id
    transaction = context.find(Transaction.of(context.charge_point_id, number))
    if transaction is None:
        return f"the charge point has no transaction {number}"
    if transaction.stopped_at is not None:
        return f"transaction {number} has stopped"
    return None


command = Command(
    RemoteStopTransaction, RemoteStopTransactionResponse, needs=needs, objection=objection
)
