"""What spoils many cases of Core alike."""

from dataclasses import replace
from typing import Any

from csms_tools.certification.charge_point.transport import Handshake, Refused
from tests.csms_tools.certification.mutations.mutation import (
    Frame,
    Mutation,
    answered,
    never_called,
    not_recorded,
    recorded,
    told,
)


def commanding(action: str, otherwise: str = "Rejected") -> list[Mutation]:
    """`otherwise`: a status that the charge point has not answered."""
    return [
        never_called(action),
        told(action, {"status": otherwise}),
        not_recorded("commands", f"{action} is kept with its answer"),
    ]


def carelessly(action: str) -> list[Mutation]:
    return [called_twice(action), not_recorded("audit", f"the audit trail tells of {action}")]


def called_twice(action: str) -> Mutation:
    def spoiled(named: str, frame: Frame) -> list[Frame]:
        if (frame[0], named) != (2, action):
            return [frame]
        return [frame, [2, f"extra-{frame[1]}"[:36], *frame[2:]]]

    return Mutation(f"{action} comes twice", "one CALL is open at a time", frames=spoiled)


def authorizing(standing: str = "Accepted", otherwise: str = "Invalid") -> list[Mutation]:
    return [
        answered(
            "Authorize",
            f"{otherwise} in the place of {standing}",
            f"Authorize is {standing}",
            idTagInfo__status=otherwise,
        )
    ]


def starting() -> list[Mutation]:
    return [
        answered(
            "StartTransaction",
            "Invalid",
            "StartTransaction is Accepted",
            idTagInfo__status="Invalid",
        ),
        answered(
            "StartTransaction",
            "no transactionId",
            "StartTransactionResponse is valid",
            transactionId=None,
        ),
        not_recorded("transaction", "the transaction runs"),
    ]


def running() -> list[Mutation]:
    return [
        transaction("of another connector", "the transaction runs", connector_id=7),
        transaction("of another id tag", "the transaction runs", id_tag="SOMEBODY"),
        transaction("from another meterStart", "the transaction runs", meter_start=0),
        transaction("stopped by itself", "the transaction runs", stopped=True),
    ]


def stopping(reason: str) -> list[Mutation]:
    stopped = f"the transaction has stopped by {reason}"
    return [
        transaction("it still runs", stopped, stopped=False),
        transaction("by another reason", stopped, reason="Other"),
        transaction("after other energy", stopped, energy=1501),
    ]


def transaction(name: str, expects: str, **members: Any) -> Mutation:
    """The record of one says something else."""
    return recorded(
        "transaction", name, expects, lambda one: one and replace(one, **members)
    ).within(f"transaction {name}")


def no_transaction() -> Mutation:
    return recorded(
        "transactions", "there is one", "there is no transaction", lambda numbers: [*numbers, 7]
    )


def connector(status: str, otherwise: str) -> Mutation:
    return recorded(
        "connector",
        f"the connector is {otherwise}",
        f"the connector is {status}",
        lambda one: one and replace(one, status=otherwise),
    )


def not_let_in_again() -> Mutation:
    """Once is enough."""
    let_in: set[str] = set()

    def spoiled(handshake: Handshake) -> Handshake:
        if handshake.url in let_in:
            raise Refused(403, {})
        let_in.add(handshake.url)
        return handshake

    return Mutation(
        "the second connection is refused", "the connection is opened", handshake=spoiled
    )
