"""Of certificates, security events and handshakes."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs
from csms_tools.certification.operator.records.security import (
    ClientCertificate,
    Root,
    SecurityEvent,
    Transfer,
)
from csms_tools.operator.client import Document, path


class OurSecurityRecords(OfOurs):
    async def security_profile(self, charge_point_id: str) -> int | None:
        told = await self.api.known(path("charge-points", charge_point_id))
        return int(told["securityProfile"]) if told else None

    async def security_events(self, charge_point_id: str) -> list[SecurityEvent]:
        told = await self._of(charge_point_id, "security-events")
        return [SecurityEvent(one["type"], one["source"] == "chargePoint") for one in told]

    async def client_certificates(self, charge_point_id: str) -> list[ClientCertificate]:
        return [
            ClientCertificate(one["pem"], one.get("handedOut") == "Accepted", "firstUsedAt" in one)
            for one in await self._of(charge_point_id, "client-certificates")
            if "pem" in one
        ]

    async def roots(self, charge_point_id: str) -> list[Root]:
        return [
            Root(one["certificateType"], one["pem"], one["hashData"], one.get("stillThere"))
            for one in await self._of(charge_point_id, "certificates")
            if "pem" in one
        ]

    async def transfer(self, charge_point_id: str, request_id: int) -> Transfer | None:
        for one in await self._of(charge_point_id, "jobs"):
            if one.get("requestId") == request_id:
                return Transfer(one["location"], one.get("progress", ""), one["ended"])
        return None

    async def _of(self, charge_point_id: str, what: str) -> list[Document]:
        told = await self.api.ask("GET", path("charge-points", charge_point_id, what))
        items: list[Document] = told["items"]
        return items
