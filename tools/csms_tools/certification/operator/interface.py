"""What the program asks of a CSMS beside a charge point's socket: by its API, or by hand.

Another CSMS is judged by a class of this shape: `csms certify --operator MODULE:CLASS`. What one
cannot do raises NotRun with the reason; what a CSMS refuses raises Refusal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from csms_tools.certification.charge_point.identity import Identity
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.operator.records import Records


class Refusal(Exception):
    """The CSMS does not do what the operator asks for, and says why."""


@dataclass(frozen=True)
class IdTag:
    """`expiry_date`: RFC 3339."""

    id_tag: str
    blocked: bool = False
    expiry_date: str | None = None
    parent_id_tag: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What the CSMS tells its operator of a command: the charge point's answer, if it knows it.

    `error`: the code of a CALLERROR, or why it was not sent.
    """

    response: Payload | None = None
    error: str | None = None


@dataclass(frozen=True)
class Issued:
    """PEM; the chain has the certificate first."""

    private_key: str
    chain: str


@dataclass(frozen=True)
class Product:
    name: str
    version: str


class Operator(Protocol):
    @property
    def records(self) -> Records | None:
        """None: what the CSMS has recorded cannot be seen, and is not checked."""

    async def product(self) -> Product: ...

    async def create_charge_point(self, identity: Identity, **more: Any) -> None:
        """Accepted, so that it may connect and be answered at once. `more`: of that CSMS."""

    async def delete_charge_point(self, charge_point_id: str) -> None: ...

    async def register(self, charge_point_id: str, registration: str) -> None:
        """Set what its BootNotifications are answered: Accepted, Pending or Rejected.

        A CSMS without such a choice raises NotRun.
        """

    async def create_id_tag(self, tag: IdTag) -> None: ...

    async def delete_id_tag(self, id_tag: str) -> None: ...

    async def command(self, charge_point_id: str, action: str, payload: Payload) -> Outcome | None:
        """Send the payload as it is, and wait for what comes of it; None: it is not known."""

    async def send_local_list(
        self, charge_point_id: str, id_tags: Sequence[str], *, full: bool
    ) -> Outcome | None:
        """Id tags that were made, as they stand: alone on the list, or added to those there.

        The CSMS counts the versions. What comes of it as of a command, SendLocalList.
        """

    async def fetch_diagnostics(self, charge_point_id: str) -> Outcome | None:
        """GetDiagnostics, to an address of the CSMS itself, where a file can be PUT."""

    async def read_configuration(self, charge_point_id: str) -> Outcome | None:
        """All of it, by one GetConfiguration."""

    async def change_password(self, charge_point_id: str) -> Outcome | None:
        """To one that the CSMS makes, by ChangeConfiguration of AuthorizationKey."""

    async def install_root(self, charge_point_id: str, kind: str, pem: str) -> Outcome | None:
        """`kind`: as InstallCertificate has it."""

    async def delete_root(self, charge_point_id: str, pem: str) -> Outcome | None:
        """One that was installed and reported, by DeleteCertificate."""

    async def renew_certificate(self, charge_point_id: str) -> Outcome | None:
        """Have it ask for another, by ExtendedTriggerMessage; what it asks for is signed."""

    async def reserve(self, charge_point_id: str, reservation: Payload) -> Outcome | None:
        """As ReserveNow has it, but for its number, which the CSMS gives."""

    async def cancel_reservation(self, charge_point_id: str, reservation_id: int) -> Outcome | None:
        """By CancelReservation."""

    async def issue_client_certificate(self, charge_point_id: str, key_type: str) -> Issued:
        """`key_type`: RSA or EC."""

    async def authority(self) -> str:
        """Who signs client certificates, up to the roots, PEM."""

    async def server_certificates(self) -> str:
        """The roots of the hosts that charge points connect to, PEM; empty: the system's."""

    async def close_transaction(self, charge_point_id: str, transaction_id: int) -> None:
        """One that a case has left running, as far as its charge point knows."""

    async def close_reservation(self, charge_point_id: str, reservation_id: int) -> None:
        """One that a case has left behind; nothing need be sent."""

    async def close(self) -> None: ...
