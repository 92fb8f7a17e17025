"""A charge point: the single steps that a test, a benchmark or a simulation takes.

Each step says what a charge point would say, and changes what it would change. For anything else
there are `call`, `send_raw` and the scripted answers of `Endpoint`.
"""

from typing import Any

from ocpp.v16.enums import Reason

from csms_tools.charge_point import commands
from csms_tools.charge_point.body import (
    delivery,
    driver,
    lifecycle,
    metering,
    registration,
    reporting,
    security,
    transactions,
)
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.connector import Authorization, Transaction
from csms_tools.charge_point.conversation.answers import Answer
from csms_tools.charge_point.domain.id_tags import IdTagInfo
from csms_tools.charge_point.domain.power import Vehicle


class ChargePoint(Body):
    def respond(self, action: str, payload: dict[str, Any]) -> Answer | None:
        return commands.respond(self, action, payload)

    # Connection and power

    async def connect(self) -> None:
        """Open the socket, and go on where the charge point was; raises Refused, Unreachable."""
        await lifecycle.connect(self)

    async def reconnect(self) -> None:
        await lifecycle.reconnect(self)

    async def live(self) -> None:
        """Connect, boot, beat, reconnect, until cancelled; raises Refused if it is hopeless."""
        await lifecycle.live(self)

    async def start_up(self) -> None:
        """Boot until accepted, then tell the status of every connector."""
        await registration.start_up(self)

    def pull_network(self) -> None:
        """Take the network cable out: no close frame, and no way back before it is in again."""
        lifecycle.pull_network(self)

    def plug_network(self) -> None:
        lifecycle.plug_network(self)

    async def power_cut(self) -> None:
        await lifecycle.power_cut(self)

    async def power_up(self) -> None:
        await lifecycle.power_up(self)

    async def close(self) -> None:
        """End everything; the charge point can be connected again."""
        await self.tasks.stop_all_but("link")
        await self.disconnect()
        await self.tasks.stop_all_but()

    # Messages

    async def boot(self) -> registration.Boot:
        return await registration.boot(self)

    async def heartbeat(self) -> None:
        await registration.heartbeat(self)

    async def report(self, connector: int | None = None) -> None:
        """StatusNotification of one connector, or of 0 and all."""
        for number in self.connectors if connector is None else [connector]:
            await reporting.tell(self, number)

    async def authorize(self, tag: str) -> IdTagInfo:
        return await driver.authorize(self, tag)

    async def start_transaction(
        self, connector: int, tag: str, *, meter_start: int | None = None
    ) -> Transaction:
        return await transactions.start(self, connector, Authorization(tag), meter_start)

    async def stop_transaction(
        self,
        connector: int,
        reason: str | None = Reason.local,
        tag: str | None = None,
        *,
        meter_stop: int | None = None,
    ) -> Transaction:
        return await transactions.stop(self, connector, reason, tag, meter_stop)

    async def meter_values(self, connector: int) -> None:
        await metering.send(self, connector)

    async def replay(self) -> None:
        """Deliver what has waited offline; an automatic charge point does so by itself."""
        await delivery.deliver(self)

    async def security_event(self, type: str, info: str | None = None) -> None:
        await security.event(self, type, info)

    async def sign_certificate(self) -> bool:
        return await security.sign_certificate(self)

    async def data_transfer(
        self, vendor: str, message: str | None = None, data: str | None = None
    ) -> dict[str, Any]:
        members = {"vendorId": vendor, "messageId": message, "data": data}
        told = {name: value for name, value in members.items() if value is not None}
        return await self.call_with("DataTransfer", told)

    # Somebody at the connector

    async def plug_in(self, connector: int, vehicle: Vehicle | None = None) -> None:
        await driver.plug_in(self, connector, vehicle)

    async def unplug(self, connector: int) -> None:
        await driver.unplug(self, connector)

    async def swipe(self, connector: int, tag: str) -> bool:
        """Show a tag: False if it is not let in."""
        return await driver.swipe(self, connector, tag)

    async def fault(self, connector: int, error: str, info: str | None = None) -> None:
        await driver.fault(self, connector, error, info)

    async def mend(self, connector: int) -> None:
        await driver.mend(self, connector)
