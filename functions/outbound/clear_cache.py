"""ClearCache: forget the id tags of the authorization cache (OCPP 1.6 §5.4)."""

from csms.outbound.command import Command
from csms.wire.ocpp16 import AcceptedOrRejected, Request, Response


class ClearCache(Request):
    pass


class ClearCacheResponse(Response):
    status: AcceptedOrRejected


command = Command(ClearCache, ClearCacheResponse)
