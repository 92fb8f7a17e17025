"""What the cases of Core look for in the records."""

from csms_tools.certification.cases.states import METER_START
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.operator.records.core import Command, Connector
from csms_tools.certification.scenario import Scenario


async def commanded(
    s: Scenario, action: str, payload: Payload | None = None, answer: Payload | None = None
) -> None:
    """As `Scenario.commanded`; and whoever looks later sees it, too."""
    sent, said = payload or {}, answer or {"status": "Accepted"}
    await s.commanded(action, sent, said)
    await command_shown(s, action, sent, said)


async def command_shown(s: Scenario, action: str, sent: Payload, said: Payload) -> None:
    id = s.charge_point.id
    await s.recorded(
        f"{action} is kept with its answer",
        lambda records: records.commands(id),
        lambda kept: Command(action, sent, said) in kept,
    )
    await s.recorded(
        f"the audit trail tells of {action}",
        lambda records: records.audit(id),
        lambda done: action in done,
    )


async def connector_is(s: Scenario, status: str, error_code: str = "NoError") -> None:
    await s.recorded(
        f"the connector is {status}, with {error_code}",
        lambda records: records.connector(s.charge_point.id, s.settings.connector_id),
        lambda connector: connector == Connector(status, error_code),
    )


async def all_connectors_are(s: Scenario, status: str, *, used: str = "") -> None:
    """`used`: the status of the connector of the case, if it is another."""
    for connector_id in range(s.settings.number_of_connectors + 1):
        own = used and connector_id == s.settings.connector_id
        await _connector_is(s, connector_id, used if own else status)


async def _connector_is(s: Scenario, connector_id: int, status: str) -> None:
    await s.recorded(
        f"connector {connector_id} is {status}",
        lambda records: records.connector(s.charge_point.id, connector_id),
        lambda connector: connector and connector.status == status,
    )


async def boot_is(s: Scenario) -> None:
    wanted = {
        "chargePointVendor": s.settings.vendor,
        "chargePointModel": s.settings.model,
        "chargePointSerialNumber": s.charge_point.identity.serial_number,
    }
    await s.recorded(
        "the vendor, model and serial number of the boot are kept",
        lambda records: records.boot(s.charge_point.id),
        lambda boot: boot and wanted.items() <= boot.items(),
    )


async def runs(s: Scenario, number: int, *, id_tag: str = "", standing: str = "Accepted") -> None:
    wanted = (s.settings.connector_id, id_tag or s.tags.accepted, standing, METER_START)
    await s.recorded(
        "the transaction runs, with its connector, id tag, standing and meterStart",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: (
            one
            and not one.stopped
            and (one.connector_id, one.id_tag, one.standing, one.meter_start) == wanted
        ),
    )


async def has_stopped(s: Scenario, number: int, reason: str, energy: int) -> None:
    """`energy` in Wh."""
    await s.recorded(
        f"the transaction has stopped by {reason} after {energy} Wh",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped and (one.reason, one.energy) == (reason, energy),
    )


async def no_transaction(s: Scenario) -> None:
    await s.recorded(
        "there is no transaction",
        lambda records: records.transactions(s.charge_point.id),
        lambda numbers: numbers == [],
    )
