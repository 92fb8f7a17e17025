"""/charge-points/{chargePointId}/authorization-key: another key, which nobody sees (C-38)."""

from api.commands.parameters import Sending, Wait
from api.commands.resource import send_and_wait
from api.commands.views import EXAMPLE as COMMAND
from api.commands.views import Command
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
    return send_and_wait(
        context, charge_point_id, "ChangeConfiguration", {"key": WRITE_ONLY}, sending, wait
    )
