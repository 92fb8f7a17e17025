"""What API Gateway does with sockets: its limits, and our guesses where AWS is unproven.

Everything here can be set per gateway: `csms up` shortens the cuts, tests turn a guess around.
A guess that a deployment proves wrong is corrected here and nowhere else.
"""

from dataclasses import dataclass

KIB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    # Documented quotas ("Quotas for configuring and running a WebSocket API")
    message_bytes: int = 128 * KIB
    frame_bytes: int = 32 * KIB
    idle_seconds: float = 10 * 60
    connection_seconds: float = 2 * 60 * 60
    integration_seconds: float = 29

    # Our own bounds, so that one client cannot exhaust this machine. AWS has some of its own: a
    # post to a full client answers LimitExceededException, the numbers are not published.
    in_flight: int = 8
    """Messages of one connection that are with functions at the same time; then reading waits."""
    unread_bytes: int = 1536 * KIB
    """What may wait for a client that does not read, before posts are refused.

    From a quarter of it on nothing more is taken from that client: the answers to what is in
    flight by then, each of them a whole message perhaps, have the rest.
    """
    unread_seconds: float = 30
    """How long a client may leave its buffer full before it is cut."""
    handshakes: int = 16
    """Upgrade requests that are judged at the same time."""
    handshake_seconds: float = 10
    """From the TCP connection to the whole request; TLS has the same time once more."""
    closing_seconds: float = 2
    """What a client gets to answer our close frame."""

    # Unproven: seen in public logs or disputed, never tried by us on AWS
    ping_resets_idle: bool = False
    """Users report both. A charge point that survives without is right under either answer."""
    reserved_keys_select_routes: bool = False
    """Whether a frame whose action is `$connect` or `$disconnect` reaches that route's function."""
    connect_failure_status: int = 502
    """When the $connect function fails (seen by users); a failing authorizer is a 500."""
    refusal_headers: frozenset[str] = frozenset({"www-authenticate", "content-type"})
    """Headers of a refusal by $connect that survive; REST APIs rename WWW-Authenticate."""
