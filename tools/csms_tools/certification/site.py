"""The CSMS that is judged, and what is made in it meanwhile: nothing else is touched."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from csms_tools.certification.case import Case
from csms_tools.certification.charge_point.charge_point import ChargePoint
from csms_tools.certification.charge_point.identity import Identity, basic
from csms_tools.certification.charge_point.journal import Journal
from csms_tools.certification.charge_point.transport import (
    Handshake,
    Open,
    Tls,
    open_connection,
)
from csms_tools.certification.failures import NotRun
from csms_tools.certification.operator.interface import IdTag, Operator
from csms_tools.certification.redaction import Redaction
from csms_tools.certification.settings import Settings
from csms_tools.commands import NoAnswer

LONG_AGO = "2020-01-01T00:00:00Z"


@dataclass(frozen=True)
class Tags:
    """Id tags by their standing; `unknown` is never made, `first` and `second` share `parent`."""

    accepted: str
    expired: str
    blocked: str
    first: str
    second: str
    parent: str
    unknown: str

    @classmethod
    def named(cls, prefix: str) -> "Tags":
        return cls(*(f"{prefix}-{name}" for name in ("OK", "EXP", "BLK", "ONE", "TWO", "PAR", "X")))


class Site:
    def __init__(
        self, operator: Operator, settings: Settings, open: Open = open_connection
    ) -> None:
        self.operator = operator
        self.settings = settings
        self.run_id = secrets.token_hex(3).upper()
        self.tags = Tags.named(f"{settings.prefix}{self.run_id}")
        self._open = open
        self.secrets: set[str] = set()  # what no output may show
        self._made: list[str] = []
        self._charge_points: dict[str, ChargePoint] = {}
        self._silent: str | None = None  # why nothing more is asked for
        self._folder = TemporaryDirectory(prefix="csms-certify-")

    async def prepare(self) -> None:
        """Raises NotRun, Refusal."""
        tags = self.tags
        for tag in (
            IdTag(tags.accepted),
            IdTag(tags.expired, expiry_date=LONG_AGO),
            IdTag(tags.blocked, blocked=True),
            IdTag(tags.first, parent_id_tag=tags.parent),
            IdTag(tags.second, parent_id_tag=tags.parent),
        ):
            await self.id_tag(tag)

    async def id_tag(self, tag: IdTag) -> None:
        """Make one that goes in the end. Raises NotRun, Refusal."""
        self._made.append(tag.id_tag)  # what may have been made has to go, too
        await _whole(self.operator.create_id_tag(tag))

    async def clear(self) -> list[str]:
        """Take back what was made and is there still; what is left, and why."""
        self._silent = None
        left = []
        for charge_point in list(self._charge_points.values()):
            left += await self.withdraw(charge_point)
        for id_tag in reversed(self._made):
            left += await self._left(f"id tag {id_tag}", self.operator.delete_id_tag, id_tag)
        self._made.clear()
        self._folder.cleanup()
        return left

    def identity(self, case: Case) -> Identity:
        profile = self.security_profile(case)
        password = secrets.token_hex(10) if profile in (1, 2) else None
        return Identity(
            id=f"{self.settings.prefix}-{self.run_id}-{case.number.replace('_', '-')}",
            serial_number=f"SN{secrets.token_hex(8).upper()}",
            security_profile=profile,
            password=password,
        )

    def security_profile(self, case: Case) -> int:
        return self.settings.security_profile_of(case)

    async def charge_point(self, identity: Identity, url: str, journal: Journal) -> ChargePoint:
        """Make one known to the CSMS. Raises NotRun, Refusal."""
        if identity.security_profile >= 2 and not url.startswith("wss:"):
            raise NotRun(
                f"security profile {identity.security_profile} needs TLS, and {url} is not"
            )
        charge_point = self.connecting(identity, url, journal)
        self._charge_points[identity.id] = charge_point  # what may have been made has to go, too
        await _whole(self.operator.create_charge_point(identity))
        if identity.security_profile == 3:
            certificate = await self.certificate(identity.id)
            charge_point.handshake = charge_point.with_certificate(certificate)
        return charge_point

    async def certificate(self, charge_point_id: str) -> Path:
        """One that the CSMS has issued for it, with its key. Raises NotRun, Refusal."""
        kind = self.settings.key_type
        issued = await self.operator.issue_client_certificate(charge_point_id, kind)
        return self.keep(issued.private_key, issued.chain)

    def keep(self, private_key: str, chain: str) -> Path:
        """PEM, in a file until the end."""
        path = Path(self._folder.name) / f"{secrets.token_hex(8)}.pem"
        path.write_text(private_key + chain)
        return path

    def connecting(self, identity: Identity, url: str, journal: Journal) -> ChargePoint:
        """It is known already, or is not to be."""
        if identity.password:
            self.secrets.add(identity.password)
        headers = basic(identity.id, identity.password) if identity.password else {}
        address = f"{url.rstrip('/')}/{quote(identity.id, safe='')}"
        handshake = Handshake(address, headers, tls=Tls(self.settings.ca))
        return ChargePoint(identity, handshake, journal, self._open, self.settings.patience)

    async def withdraw(self, charge_point: ChargePoint) -> list[str]:
        """Delete it with what it has left behind; what is left, and why."""
        id, operator = charge_point.id, self.operator
        left = []
        for number in sorted(charge_point.running):
            what = f"transaction {number} of {id}"
            left += await self._left(what, operator.close_transaction, id, number)
        for number in sorted(charge_point.reserved):
            what = f"reservation {number} of {id}"
            left += await self._left(what, operator.close_reservation, id, number)
        left += await self._left(f"charge point {id}", operator.delete_charge_point, id)
        if not left:  # else it is tried again at the end
            self._charge_points.pop(id, None)
        return left

    async def _left(
        self, what: str, remove: Callable[..., Awaitable[None]], *named: object
    ) -> list[str]:
        if self._silent:  # the rest would wait as long
            return [f"{what}: {self._silent}"]
        try:
            await remove(*named)
        except NoAnswer as why:
            self._silent = why.format_message()
            return [f"{what}: {self._silent}"]
        except Exception as why:  # whatever it is, the rest is to go
            return [Redaction(self.secrets)(f"{what}: {why}")]
        return []


async def _whole(making: Awaitable[None]) -> None:
    """To its end, also when the run is interrupted: else it would be made after the tidying up."""
    task = asyncio.ensure_future(making)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        with suppress(Exception):
            await task
        raise
