"""/charge-points/{chargePointId}/authorization-key: another key, which nobody sees (C-38)."""

from api.commands.issuing import issue_command
from api.commands.parameters import Sending, Wait
from api.commands.resource import EXAMPLE as COMMAND
from api.commands.resource import Command, sent
from api.commands.results import to_come
from api.http.idempotency import idempotency_key
from api.http.operations import Reply, Resource, shows
from api.http.request_context import RequestContext
from csms.redaction import REDACTED
from csms.store.reported.configuration import WRITE_ONLY

resource = Resource("/charge-points/{chargePointId}/authorization-key", "Charge points")

ROTATED = COMMAND | {
    "action": "ChangeConfiguration",
    "payload": {"key": WRITE_ONLY, "value": REDACTED},
    "response": {"status": "Accepted"},
}
SENT = {name: ROTATED[name] for name in list(ROTATED)[:9]} | {"status": "Sent"}


@resource.operation(
    "POST",
    "",
    "operator",
    shows(Command, SENT, "Location", status=202, said="It waits, or is on its way"),
    shows(Command, ROTATED, "Location", said="It has ended, within the time to wait"),
    problems=(409, 422),
)
def rotate_authorization_key(
    context: RequestContext,
    charge_point_id: str,
    wait: Wait = 0,
    *,
    sending: Sending,
) -> Reply:
    """Give a charge point another AuthorizationKey, which is made as the command leaves.

    The key is shown to nobody. Accepted, the old one is void at once; Rejected, it stays; and
    without an answer, or with RebootRequired, both are taken until the new one is used.
    """
    key = idempotency_key(context)
    record = issue_command(
        context,
        charge_point_id,
        "ChangeConfiguration",
        {"key": WRITE_ONLY},
        timeout=sending.timeout,
        until=to_come(context, sending.queue_until, keyed=key is not None),
        force=sending.force,
        key=key,
    )
    return sent(record, wait)
