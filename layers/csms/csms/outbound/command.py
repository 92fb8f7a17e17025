"""What a command is: a call of ours to a charge point, and what follows from its answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from csms.domain.command_context import CommandContext
from csms.store.counters import Numbers
from csms.store.table import StateItem, Write
from csms.wire import frames
from csms.wire.frames import Answer, CallErrorFrame, CallResultFrame
from csms.wire.ocpp16 import Request, Response

LARGEST_CALL = 32 * 1024  # bytes of UTF-8: the largest frame of API Gateway

Req = TypeVar("Req", bound=Request)
Res = TypeVar("Res", bound=Response)


@dataclass(frozen=True)
class Fill:
    """A number that an operator may leave out: the next of its kind that is free.

    `path` leads to the member; a command without the member's parent has none to fill. One that
    an operator chose is passed over by the counter while it is on its way. `meanwhile` stands in
    its place while the command is judged.
    """

    path: tuple[str, ...]
    numbers: Numbers
    meanwhile: int = 1

    def may_be_left_out(self, _: dict[str, Any]) -> bool:
        return True


@dataclass(frozen=True)
class FillWhenSent:
    """What depends on what has left before, or is nobody's to see: made as the frame leaves.

    `meanwhile` stands in its place while the command is judged. `where`: of which payloads it may
    be left out, if not of all.
    """

    path: tuple[str, ...]
    value: Callable[[CommandContext], int | str]
    meanwhile: int | str = 1
    where: Callable[[dict[str, Any]], bool] | None = None

    def may_be_left_out(self, parent: dict[str, Any]) -> bool:
        return self.where is None or self.where(parent)


def _none(*_: object) -> tuple[()]:
    return ()


def _no_objection(*_: object) -> None:
    return None


@dataclass(frozen=True)
class AnswerNeeds:
    """What is looked at for what follows from an answer, as `Command` has it for sending."""

    needs: Callable[[Any, str], Sequence[StateItem]] = _none
    leads_to: Callable[[Any, CommandContext], Sequence[StateItem]] = _none
    lists: tuple[type[StateItem], ...] = ()


@dataclass(frozen=True)
class Command(Generic[Req, Res]):
    """One action of the CSMS; what is left out does nothing.

    `needs` names the items, and `lists` the models, that is looked at as it is sent; `leads_to`
    names those that only a needed item tells, as a tag its group; `answer_needs` all three of what
    `on_response` and, of a CALLERROR, `on_error` look at. `objection` says why a command makes
    no sense, from what is known alone, and `impossible` why it is not sent though it is forced:
    that is judged once more when its turn has come. The writes of `on_send` join the transaction
    that claims the charge point, before the frame leaves; those of `on_response` and `on_error` (a
    CALLERROR, or a frame that could not leave) the one that writes the outcome. A write whose
    condition does not hold has been overtaken: it is left out, the others are done; but one that
    was made of what was read is made again. `then` names a task that the end of a command leads
    to, at least once. `names_no_secret`: what follows from an answer is the same if secrets are
    left out of the request, so that it follows from a late one, too, when the request as it was
    sent is gone. `instead` says how to do otherwise where one frame cannot carry it.
    """

    request: type[Req]
    response: type[Res]
    needs: Callable[[Req, str], Sequence[StateItem]] = _none
    leads_to: Callable[[Req, CommandContext], Sequence[StateItem]] = _none
    lists: tuple[type[StateItem], ...] = ()
    objection: Callable[[Req, CommandContext], str | None] = _no_objection
    impossible: Callable[[Req, CommandContext], str | None] = _no_objection
    fills: tuple[Fill | FillWhenSent, ...] = ()
    on_send: Callable[[Req, CommandContext], Sequence[Write]] = _none
    on_response: Callable[[Req, Res, CommandContext], Sequence[Write]] = _none
    on_error: Callable[[Req, CommandContext], Sequence[Write]] = _none
    answer_needs: AnswerNeeds = AnswerNeeds()
    then: str | None = None
    names_no_secret: bool = False
    instead: str | None = None

    @property
    def action(self) -> str:
        return self.request.__name__

    def leads_somewhere(self, answer: Answer) -> bool:
        """Whether anything may follow from it, beside the outcome."""
        match answer:
            case CallResultFrame():
                return self.on_response is not _none
            case CallErrorFrame():
                return self.on_error is not _none
        return False

    def too_large(self, command_id: str, payload: dict[str, Any]) -> str | None:
        """Why no frame can carry it, if that is so."""
        size = len(frames.call(command_id, self.action, payload).encode())
        if size <= LARGEST_CALL:
            return None
        why = f"its frame would have {size} bytes, and {LARGEST_CALL} at most"
        return f"{why}: {self.instead}" if self.instead else why


Commands = Mapping[str, Command[Any, Any]]
"""By action."""
