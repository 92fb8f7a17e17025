"""All that a charge point is and knows. What it does with it stands in the modules beside."""

import asyncio
import shutil
import tempfile
import weakref
from collections import deque
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ocpp.v16.enums import (
    CertificateUse,
    ChargePointStatus,
    DiagnosticsStatus,
    FirmwareStatus,
    RegistrationStatus,
)

from csms_tools.charge_point.body.connector import NO_ERROR, Connector
from csms_tools.charge_point.body.files import Files, HttpFiles
from csms_tools.charge_point.body.outbox import Outbox
from csms_tools.charge_point.clock import Clock
from csms_tools.charge_point.conversation.endpoint import Endpoint
from csms_tools.charge_point.conversation.handshake import Access
from csms_tools.charge_point.domain.certificates import PrivateKey
from csms_tools.charge_point.domain.charging_profiles import Profiles
from csms_tools.charge_point.domain.configuration import Configuration
from csms_tools.charge_point.domain.id_tags import Cache, IdTagInfo
from csms_tools.charge_point.domain.local_list import LocalList
from csms_tools.charge_point.domain.meter import Meter
from csms_tools.charge_point.domain.power import Vehicle
from csms_tools.charge_point.domain.reservations import Reservations
from csms_tools.charge_point.domain.trust import TrustStore
from csms_tools.charge_point.errors import Offline
from csms_tools.charge_point.settings import Settings

LATER = 5.0
"""Seconds before something that needs a connection is tried again."""


class Body(Endpoint):
    def __init__(
        self,
        access: Access,
        settings: Settings | None = None,
        *,
        clock: Clock | None = None,
        seed: int | None = None,
        automatic: bool = True,
        strict: bool = True,
        registered: bool = False,
        files: Files | None = None,
    ) -> None:
        """`automatic`: what follows from a command or from the configuration happens by itself;
        otherwise it waits in `held` for `follow_up`. `strict`: answers are held against the
        official schemas, as commands always are, and every breach is marked on its frame.
        `registered`: accepted, and its statuses told, in an earlier life (C-17).
        The seed settles ids and everything else that is left to chance."""
        super().__init__(access, clock, seed, automatic, strict)
        self.settings = settings or Settings()
        self.files: Files = files or HttpFiles()
        built = self.settings
        self.configuration = Configuration(built.features, built.built_in())
        self.configuration["SecurityProfile"] = str(access.security_profile)
        self.firmware_version = built.firmware_version

        self.registration = RegistrationStatus.accepted if registered else None
        self.next_boot: datetime | None = None
        self.accepted = asyncio.Event()
        """By a BootNotification since the last power-up."""
        self.up = asyncio.Event()
        """Accepted, and all statuses told."""
        self.living = False
        self.planned_reconnect = False
        self.fallback: Access | None = None
        self.network = asyncio.Event()
        """Set while the network cable is plugged in."""
        self.network.set()

        self.connectors = {n: self._connector(n) for n in range(built.connectors + 1)}
        self.outbox = Outbox()
        self.cache = Cache()
        self.local_list = LocalList()
        self.reservations = Reservations()
        self.profiles = Profiles()
        self.energy = 0.0
        """kWh of all transactions that have ended."""

        self.trust = TrustStore(
            self.configuration.number("CertificateStoreMaxLength"),
            self.configuration.flag("AdditionalRootCertificateCheck"),
        )
        if access.ca:
            roots = Path(access.ca).read_text(encoding="ascii", errors="replace")
            self.trust.load(CertificateUse.central_system_root_certificate, roots)
        self.pending_key: PrivateKey | None = None
        self.security_log: deque[str] = deque(maxlen=200)

        self.updating = False
        self.firmware_status = FirmwareStatus.idle
        self.firmware_request: int | None = None
        self.diagnostics_status = DiagnosticsStatus.idle
        self.log_request: int | None = None

    def _connector(self, number: int) -> Connector:
        register = self.chance.uniform(10_000, 900_000)
        meter = Meter(register, self.settings.phases, self.settings.voltage)
        told = (str(ChargePointStatus.available), NO_ERROR) if self.may_transact else None
        return Connector(number, meter, reported=told)

    @property
    def serial_number(self) -> str:
        return self.settings.serial_number or self.identity

    @property
    def outlets(self) -> list[Connector]:
        """The connectors without 0, which stands for the charge point as a whole."""
        return [connector for number, connector in self.connectors.items() if number]

    @property
    def charging(self) -> list[Connector]:
        return [connector for connector in self.outlets if connector.transaction]

    @property
    def may_transact(self) -> bool:
        return self.registration == RegistrationStatus.accepted

    @property
    def silent(self) -> bool:
        """Before it is accepted it sends of itself nothing but boots (§4.2)."""
        return self.automatic and not self.may_transact

    @property
    def heartbeat_interval(self) -> int:
        return self.configuration.number("HeartbeatInterval")

    @property
    def message_timeout(self) -> float:
        return float(self.configuration.number("MessageTimeout"))

    @cached_property
    def vault(self) -> Path:
        """Where its own certificate lies, for as long as the charge point exists."""
        directory = tempfile.mkdtemp(prefix="charge-point-")
        weakref.finalize(self, shutil.rmtree, directory, ignore_errors=True)
        return Path(directory)

    def listed(self, tag: str) -> IdTagInfo | None:
        if "LocalAuthListManagement" not in self.settings.features:
            return None
        enabled = self.configuration.flag("LocalAuthListEnabled")
        return self.local_list.find(tag) if enabled else None

    def cached(self, tag: str) -> IdTagInfo | None:
        enabled = self.configuration.flag("AuthorizationCacheEnabled")
        return self.cache.find(tag) if enabled else None

    def remember(self, tag: str, info: IdTagInfo) -> None:
        if self.configuration.flag("AuthorizationCacheEnabled"):
            self.cache.remember(tag, info)

    def plug(self, connector: Connector, vehicle: Vehicle | None = None) -> None:
        connector.plugged = True
        connector.meter.plug(vehicle or Vehicle.any(self.chance))

    async def tell(self, action: str, **payload: Any) -> dict[str, Any]:
        """Send what must be said sooner or later: a charge point that lives waits for a line."""
        while True:
            try:
                return await self.call_with(action, payload)
            except Offline:
                if not self.living:
                    raise
                await self.clock.sleep(LATER)
