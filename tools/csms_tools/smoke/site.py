"""The deployment that is checked, and what is made in it meanwhile."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from csms_tools.commands import NotThere
from csms_tools.operator.client import Api, Document, path
from csms_tools.smoke.results import NotRun
from csms_tools.smoke.sockets import PATIENCE, Door, Line, Payload, basic

BOOT: Payload = {"chargePointVendor": "csms smoke", "chargePointModel": "csms smoke"}


@dataclass(frozen=True)
class Options:
    """`idle`: seconds of silence; `expired`: PEM of a certificate and its key.

    `password_url`: of a distribution that asks for no certificates.
    """

    url: str
    ca: Path | None = None
    origin: str | None = None
    idle: float = 5.0
    expired: Path | None = None
    password_url: str | None = None
    patience: float = PATIENCE


@dataclass(frozen=True)
class ChargePoint:
    id: str
    serial_number: str
    password: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        return basic(self.id, self.password) if self.password else {}


class Site:
    """What it has made goes with `clear`, whatever happens in between."""

    def __init__(self, api: Api, options: Options) -> None:
        self.api = api
        self.options = options
        self._made: list[str] = []
        self._kept: dict[str, Any] = {}
        self._folder = TemporaryDirectory(prefix="csms-smoke-")

    # The API

    async def ask(self, method: str, where: str, **how: Any) -> Document:
        """Raises what an Api raises."""
        answer = await asyncio.to_thread(self.api.ask, method, where, **how)
        document: Document = answer.json() if answer.content else {}
        return document

    async def shows(self, where: str, wanted: Callable[[Document], object]) -> bool:
        """Whether the API comes to show it."""
        over = time.monotonic() + self.options.patience
        while not wanted(await self.ask("GET", where)):
            if time.monotonic() > over:
                return False
            await asyncio.sleep(0.2)
        return True

    async def make(self, collection: str, name: str, body: Mapping[str, object]) -> None:
        self.owns(path(collection, name))  # what may have been made has to go, too
        await self.ask("POST", path(collection), body=body)

    def owns(self, where: str) -> None:
        """It is deleted at the end, if it is there."""
        self._made.append(where)

    def clear(self) -> list[str]:
        """Delete what was made; what is left, and why."""
        left = []
        for where in reversed(self._made):
            try:
                self.api.ask("DELETE", where)
            except NotThere:
                continue
            except click.ClickException as error:
                left.append(f"{where}: {error.format_message()}")
        self._made.clear()
        self._folder.cleanup()
        return left

    # What is made

    async def charge_point(self, profile: int = 2, serial_number: str | None = None) -> ChargePoint:
        made = ChargePoint(
            f"SMOKE-{secrets.token_hex(6).upper()}",
            serial_number or f"SN-{secrets.token_hex(8).upper()}",
            secrets.token_hex(10) if profile == 2 else None,
        )
        body: dict[str, object] = {"id": made.id, "securityProfile": profile}
        body |= {"serialNumber": made.serial_number, "registration": "Accepted"}
        if made.password:
            body["password"] = made.password
        await self.make("charge-points", made.id, body)
        return made

    async def once(self, name: str, make: Callable[[], Any]) -> Any:
        """The same for all checks that ask for this name."""
        if name not in self._kept:
            self._kept[name] = await make()
        return self._kept[name]

    async def guarded(self) -> ChargePoint:
        """One that is knocked at in its name, and never connects."""
        made: ChargePoint = await self.once("guarded", self.charge_point)
        return made

    async def talking(self) -> ChargePoint:
        """One that all checks of messages speak for."""
        made: ChargePoint = await self.once("talking", self.charge_point)
        return made

    async def id_tag(self) -> str:
        async def make() -> str:
            name = f"SMOKE{secrets.token_hex(6).upper()}"
            await self.make("id-tags", name, {"idTag": name})
            return name

        name: str = await self.once("id tag", make)
        return name

    async def certificate(self, charge_point: ChargePoint) -> tuple[Path, Document]:
        """A certificate of an installer with its chain and key. Raises NotRun."""
        await self.needs_an_authority()
        where = path("charge-points", charge_point.id, "client-certificates")
        issued = await self.ask("POST", where, body={"keyType": "EC"})
        return self.kept(issued["privateKey"] + issued["chain"]), issued

    async def needs_an_authority(self) -> None:
        """Raises NotRun."""
        try:
            await self.ask("GET", "/certificate-authority")
        except NotThere:
            raise NotRun("there is no certificate authority") from None

    def kept(self, pem: str) -> Path:
        """A file that goes with the rest; nobody else may read it."""
        file = Path(self._folder.name) / f"{secrets.token_hex(8)}.pem"
        file.touch(mode=0o600)
        file.write_text(pem)
        return file

    # Sockets

    def door(self, identity: str, url: str | None = None) -> Door:
        """`url`: where, if not at the usual address."""
        options = self.options
        where = f"{(url or options.url).rstrip('/')}/{identity}"
        return Door(where, options.ca, options.patience)

    @asynccontextmanager
    async def line(self, charge_point: ChargePoint) -> AsyncIterator[Line]:
        """An open socket of a charge point that has booted."""
        async with self.door(charge_point.id).open(headers=charge_point.headers) as line:
            await line.call("BootNotification", BOOT)
            yield line
