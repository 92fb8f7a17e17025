"""/caller: who asks, as the API sees it."""

from api.http.models import View
from api.http.operations import Resource, shows
from api.http.request_context import RequestContext
from api.http.roles import Role

resource = Resource("/caller", "Caller")

EXAMPLE: dict[str, object] = {
    "subject": "7f0c3a5e-9b1d-4f6e-8a52-0c1d2e3f4a5b",
    "name": "olga@example.com",
    "role": "operator",
}


class Caller(View):
    """Whose token came with the request, and the highest role that it has."""

    subject: str
    name: str | None = None
    role: Role


@resource.operation("GET", "", "viewer", shows(Caller, EXAMPLE))
def read_caller(context: RequestContext) -> Caller:
    """Who you are, and which role you have."""
    caller = context.caller
    assert caller.role is not None  # without one nobody gets here
    return Caller(subject=caller.subject, name=caller.name, role=caller.role)
