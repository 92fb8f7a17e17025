"""A command as an operation gives it: made, judged and written down with its audit entry."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from api.http.problems import FieldError, Problem, field_error, not_found
from api.http.request_context import RequestContext
from csms import settings
from csms.ids import uuid7
from csms.outbound import sending
from csms.outbound.sending import KeyReused, NoSuchChargePoint, Objection, Order, Unsendable
from csms.redaction import without_secrets
from csms.store.commands import CommandRecord, PostedTwice
from csms.store.table import Write
from csms.wire.faults import A_TIME
from csms.wire.serialization import to_json_types
from csms.wire.times import misspelled
from outbound import COMMANDS

KEY_KEPT = timedelta(days=1)


def issue_command(
    context: RequestContext,
    charge_point_id: str,
    action: str,
    payload: dict[str, Any],
    *,
    timeout: int | None = None,
    until: datetime | None = None,
    force: bool = False,
    key: str | None = None,
    command_id: str | None = None,
    also: Sequence[Write] = (),
    asked: dict[str, Any] | None = None,
) -> CommandRecord:
    """Send a command, or let it wait; `also` is written with it. Raises Problem.

    `key`: the Idempotency-Key, of this caller and charge point. `asked` is what makes two requests
    the same, where the payload has more than was asked for.
    """
    if action not in COMMANDS:
        raise not_found(f"the command {action}")
    command_id, payload = command_id or uuid7(context.at), to_json_types(payload)
    _require_times(action, payload)
    order = Order(
        charge_point_id=charge_point_id,
        command_id=command_id,
        payload=payload,
        by=context.caller.name or context.caller.subject,
        at=context.at,
        timeout=timeout or settings.call_timeout(),
        until=until,
        force=force,
    )
    details = {"action": action, "payload": without_secrets(payload), "forced": force}
    entry = context.audit(f"charge-points/{charge_point_id}/commands/{command_id}", details)
    try:
        return sending.send(
            COMMANDS, action, order, _posted(context, action, order, key, asked), [entry, *also]
        )
    except NoSuchChargePoint:
        raise not_found(f"the charge point {charge_point_id}") from None
    except ValidationError as fault:
        errors = [field_error(error) for error in fault.errors(include_url=False)]
        raise Problem(400, f"{errors[0].field}: {errors[0].message}", errors=errors) from None
    except Unsendable as refusal:
        raise Problem(409, f"{action} may not be sent: {refusal}") from None
    except Objection as objection:
        raise Problem(409, f"{objection} (force=true sends it all the same)") from None
    except KeyReused:
        raise Problem(422, "this Idempotency-Key came with another command") from None


def _require_times(action: str, payload: dict[str, Any]) -> None:
    """Raises Problem."""
    errors = [
        FieldError(field=".".join(map(str, place)), message=A_TIME)
        for place in misspelled(COMMANDS[action].request, payload)
    ]
    if errors:
        raise Problem(400, f"{errors[0].field}: {A_TIME}", errors=errors)


def _posted(
    context: RequestContext,
    action: str,
    order: Order,
    key: str | None,
    asked: dict[str, Any] | None,
) -> PostedTwice | None:
    if key is None:
        return None
    payload = order.payload if asked is None else asked
    asked_for = [action, payload, order.timeout, str(order.until), order.force]
    posted = PostedTwice.of(f"{context.caller.subject}#{order.charge_point_id}", key)
    posted.digest = hashlib.sha256(json.dumps(asked_for, sort_keys=True).encode()).hexdigest()
    posted.charge_point_id = order.charge_point_id
    posted.command_id = order.command_id
    posted.expires_at = context.at + KEY_KEPT
    return posted
