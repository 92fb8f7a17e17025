"""The beginning of an operator of another CSMS: it can do nothing, and says so."""

from collections.abc import Sequence
from typing import Any

from csms_tools.certification.charge_point.identity import Identity
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.failures import NotRun
from csms_tools.certification.operator.interface import IdTag, Issued, Outcome, Product
from csms_tools.certification.operator.records import Records


class PartialOperator:
    """Overwrite what your CSMS can do: a case that asks for the rest is not run.

    What it takes away again, it has made: deleting is nothing where nothing was created.
    """

    @property
    def records(self) -> Records | None:
        return None

    async def product(self) -> Product:
        return Product("a CSMS that does not say what it is", "unknown")

    async def create_charge_point(self, identity: Identity, **more: Any) -> None:
        raise NotRun("its operator creates no charge points")

    async def delete_charge_point(self, charge_point_id: str) -> None: ...

    async def register(self, charge_point_id: str, registration: str) -> None:
        raise NotRun(f"its operator sets no registration, as {registration}")

    async def create_id_tag(self, tag: IdTag) -> None:
        raise NotRun("its operator creates no id tags")

    async def delete_id_tag(self, id_tag: str) -> None: ...

    async def command(self, charge_point_id: str, action: str, payload: Payload) -> Outcome | None:
        raise NotRun(f"its operator does not send {action}")

    async def send_local_list(
        self, charge_point_id: str, id_tags: Sequence[str], *, full: bool
    ) -> Outcome | None:
        raise NotRun("its operator sends no local lists")

    async def fetch_diagnostics(self, charge_point_id: str) -> Outcome | None:
        raise NotRun("its operator has no place for diagnostics")

    async def read_configuration(self, charge_point_id: str) -> Outcome | None:
        raise NotRun("its operator asks for no configuration")

    async def change_password(self, charge_point_id: str) -> Outcome | None:
        raise NotRun("its operator has no passwords made")

    async def install_root(self, charge_point_id: str, kind: str, pem: str) -> Outcome | None:
        raise NotRun("its operator installs no roots")

    async def delete_root(self, charge_point_id: str, pem: str) -> Outcome | None:
        raise NotRun("its operator deletes no roots")

    async def renew_certificate(self, charge_point_id: str) -> Outcome | None:
        raise NotRun("its operator renews no certificates")

    async def reserve(self, charge_point_id: str, reservation: Payload) -> Outcome | None:
        raise NotRun("its operator makes no reservations")

    async def cancel_reservation(self, charge_point_id: str, reservation_id: int) -> Outcome | None:
        raise NotRun("its operator cancels no reservations")

    async def issue_client_certificate(self, charge_point_id: str, key_type: str) -> Issued:
        raise NotRun("its operator issues no client certificates")

    async def authority(self) -> str:
        raise NotRun("its operator knows no certificate authority")

    async def server_certificates(self) -> str:
        return ""

    async def close_transaction(self, charge_point_id: str, transaction_id: int) -> None: ...

    async def close_reservation(self, charge_point_id: str, reservation_id: int) -> None: ...

    async def close(self) -> None: ...
