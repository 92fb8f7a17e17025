"""What a command is: a call of ours to a charge point, and what follows from its answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import StateItem, Write
from csms.wire.ocpp16 import Request, Response

Req = TypeVar("Req", bound=Request)
Res = TypeVar("Res", bound=Response)
S = TypeVar("S", bound=StateItem)


@dataclass(frozen=True)
class Known:
    """What the CSMS knows of a charge point when a command is judged, sent or answered."""

    charge_point: ChargePoint
    at: datetime
    command_id: str = ""
    items: Mapping[tuple[str, str], StateItem] = field(default_factory=dict)
    listed: Sequence[StateItem] = ()

    @property
    def charge_point_id(self) -> str:
        return self.charge_point.charge_point_id

    def find(self, stub: S) -> S | None:
        """One of the items that the command needs."""
        found = self.items.get((stub.pk, stub.sk))
        return found if isinstance(found, type(stub)) else None

    def all(self, model: type[S]) -> list[S]:
        """All items of a model that the command lists."""
        return [item for item in self.listed if isinstance(item, model)]


@dataclass(frozen=True)
class Fill:
    """A number that an operator may leave out; `number` gives one that is free.

    `path` leads to the member; a command without the member's parent has none to fill.
    """

    path: tuple[str, ...]
    number: Callable[[str], int]


def _none(*_: object) -> tuple[()]:
    return ()


def _no_objection(*_: object) -> None:
    return None


@dataclass(frozen=True)
class Command(Generic[Req, Res]):
    """One action of the CSMS; what is left out does nothing.

    `needs` names the items, and `lists` the models, that the others look at; `leads_to` names
    those that only a needed item tells, as a tag its group. `objection` says why a command makes
    no sense, from what is known alone. The writes of `on_send` join the transaction that claims
    the charge point, before the frame leaves; those of `on_response` and `on_error` (a CALLERROR,
    or a frame that could not leave) the one that writes the outcome. A write whose condition does
    not hold has been overtaken: it is left out, the others are done. `then` names a task that the
    end of a command leads to, at least once.
    """

    request: type[Req]
    response: type[Res]
    needs: Callable[[Req, str], Sequence[StateItem]] = _none
    leads_to: Callable[[Req, Known], Sequence[StateItem]] = _none
    lists: tuple[type[StateItem], ...] = ()
    objection: Callable[[Req, Known], str | None] = _no_objection
    fills: tuple[Fill, ...] = ()
    on_send: Callable[[Req, Known], Sequence[Write]] = _none
    on_response: Callable[[Req, Res, Known], Sequence[Write]] = _none
    on_error: Callable[[Req, Known], Sequence[Write]] = _none
    then: str | None = None

    @property
    def action(self) -> str:
        return self.request.__name__
