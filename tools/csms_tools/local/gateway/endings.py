"""How a connection ended, as $disconnect is told."""

from websockets.frames import CloseCode
from websockets.server import ServerProtocol


def how_it_ended(protocol: ServerProtocol) -> tuple[int, str]:
    """The disconnectStatusCode and disconnectReason that API Gateway would tell."""
    ours, theirs = protocol.close_sent, protocol.close_rcvd
    if theirs is not None and (ours is None or protocol.close_rcvd_then_sent):
        if theirs.code == CloseCode.NO_STATUS_RCVD:
            return theirs.code, "Client-side close frame status not set"
        return theirs.code, theirs.reason
    if ours is not None:
        return ours.code, ours.reason
    return CloseCode.ABNORMAL_CLOSURE, ""
