"""The Idempotency-Key of a request: what comes again with the same one is done once."""

from api.http.problems import bad_field
from api.http.request_context import RequestContext

LONGEST_KEY = 200  # characters


def idempotency_key(context: RequestContext) -> str | None:
    """Raises Problem."""
    key = context.headers.get("idempotency-key")
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise bad_field("Idempotency-Key", f"has 1 to {LONGEST_KEY} characters")
    return key
