"""Our own CSMS, by its HTTP API."""

from collections.abc import Sequence
from typing import Any

from csms_tools.certification.charge_point.identity import Identity
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.failures import NotRun
from csms_tools.certification.operator.interface import (
    IdTag,
    Issued,
    Outcome,
    Product,
    Refusal,
)
from csms_tools.certification.operator.our_api import OurApi
from csms_tools.certification.operator.our_records import OurRecords
from csms_tools.operator.client import Document, path

WAIT = 25  # seconds, the most that the API waits for an outcome


class Ours:
    """The token must be that of an admin, as charge points are deleted."""

    def __init__(self, api: OurApi) -> None:
        self.api = api

    @property
    def records(self) -> OurRecords:
        return OurRecords(self.api)

    async def product(self) -> Product:
        described = await self.api.ask("GET", "/openapi.json")
        return Product(described["info"]["title"], described["info"]["version"])

    async def create_charge_point(self, identity: Identity, **more: Any) -> None:
        body: Payload = {
            "id": identity.id,
            "securityProfile": identity.security_profile,
            "serialNumber": identity.serial_number,
            "registration": "Accepted",
        }
        if identity.password:
            body["password"] = identity.password
        await self.api.ask("POST", path("charge-points"), body=body | more)

    async def delete_charge_point(self, charge_point_id: str) -> None:
        await self.api.gone(path("charge-points", charge_point_id))

    async def register(self, charge_point_id: str, registration: str) -> None:
        where = path("charge-points", charge_point_id)
        await self.api.ask("PATCH", where, body={"registration": registration})

    async def create_id_tag(self, tag: IdTag) -> None:
        body: Payload = {"idTag": tag.id_tag, "blocked": tag.blocked}
        if tag.expiry_date:
            body["expiryDate"] = tag.expiry_date
        if tag.parent_id_tag:
            body["parentIdTag"] = tag.parent_id_tag
        await self.api.ask("POST", path("id-tags"), body=body)

    async def delete_id_tag(self, id_tag: str) -> None:
        await self.api.gone(path("id-tags", id_tag))

    async def command(self, charge_point_id: str, action: str, payload: Payload) -> Outcome:
        where = ("commands", action)
        return await self._sent("POST", charge_point_id, *where, body=payload, force=True)

    async def send_local_list(
        self, charge_point_id: str, id_tags: Sequence[str], *, full: bool
    ) -> Outcome:
        where, body = (
            path("charge-points", charge_point_id, "local-list"),
            {"idTags": list(id_tags)},
        )
        method = "PUT" if full else "PATCH"
        told = await self.api.ask(method, where, query={"wait": WAIT}, body=body)
        status = told.get("commandStatus")
        return Outcome(told.get("response"), None if status == "Answered" else status)

    async def fetch_diagnostics(self, charge_point_id: str) -> Outcome:
        return await self._sent("POST", charge_point_id, "logs", body={})

    async def read_configuration(self, charge_point_id: str) -> Outcome:
        where = path("charge-points", charge_point_id, "configuration", "read")
        told = await self.api.ask("POST", where, query={"wait": WAIT}, body={})
        (one,) = told["items"]
        kept = path("charge-points", charge_point_id, "commands", one["commandId"])
        told = await self.api.ask("GET", kept)
        return Outcome(told.get("response"), _error(told))

    async def change_password(self, charge_point_id: str) -> Outcome:
        return await self._sent("POST", charge_point_id, "authorization-key")

    async def install_root(self, charge_point_id: str, kind: str, pem: str) -> Outcome:
        body = {"certificateType": kind, "pem": pem}
        return await self._sent("POST", charge_point_id, "certificates", body=body)

    async def delete_root(self, charge_point_id: str, pem: str) -> Outcome:
        known = await self.api.ask("GET", path("charge-points", charge_point_id, "certificates"))
        digests = [one["digest"] for one in known["items"] if one.get("pem") == pem]
        if not digests:
            raise Refusal("that root is not known")
        return await self._sent("DELETE", charge_point_id, "certificates", digests[0])

    async def renew_certificate(self, charge_point_id: str) -> Outcome:
        return await self._sent("POST", charge_point_id, "client-certificates", "renew")

    async def reserve(self, charge_point_id: str, reservation: Payload) -> Outcome:
        return await self._sent("POST", charge_point_id, "reservations", body=reservation)

    async def cancel_reservation(self, charge_point_id: str, reservation_id: int) -> Outcome:
        return await self._sent("DELETE", charge_point_id, "reservations", reservation_id)

    async def _sent(
        self, method: str, charge_point_id: str, *where: str | int, body: Any = None, **query: Any
    ) -> Outcome:
        place, how = path("charge-points", charge_point_id, *where), {"wait": WAIT} | query
        told = await self.api.ask(method, place, query=how, body=body)
        return Outcome(told.get("response"), _error(told))

    async def issue_client_certificate(self, charge_point_id: str, key_type: str) -> Issued:
        where = path("charge-points", charge_point_id, "client-certificates")
        issued = await self.api.ask("POST", where, body={"keyType": key_type})
        return Issued(issued["privateKey"], issued["chain"])

    async def authority(self) -> str:
        if (known := await self.api.known("/certificate-authority")) is None:
            raise NotRun("there is no certificate authority")
        issuers = [one["certificates"] for one in known["issuers"] if "certificates" in one]
        if not issuers:
            raise NotRun("the certificates of the certificate authority are not known")
        return "".join(issuers)

    async def server_certificates(self) -> str:
        return ""  # those of the system, or of `--ca`

    async def close_transaction(self, charge_point_id: str, transaction_id: int) -> None:
        where = path("charge-points", charge_point_id, "transactions")
        running = await self.api.ask("GET", where, query={"status": "running"})
        if transaction_id not in [one["transactionId"] for one in running["items"]]:
            return
        where = path("charge-points", charge_point_id, "transactions", transaction_id, "close")
        await self.api.ask("POST", where, body={"note": "left running by csms certify"})

    async def close_reservation(self, charge_point_id: str, reservation_id: int) -> None:
        """It goes with its charge point."""

    async def close(self) -> None:
        self.api.api.close()


def _error(told: Document) -> str | None:
    if told["status"] == "Answered":
        return None
    error = told.get("error") or {}
    return str(error.get("code") or told["status"])
