"""C-18 to C-20, AQ-1: before a charge point is accepted, and after."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import authorized, booted, started, stopped
from csms_tools.certification.charge_point.frames import CallError
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.failures import NotRun
from csms_tools.certification.scenario import Scenario, now

MOST = 300  # seconds: connections are cut after ten quiet minutes on many platforms


@case("AQ-1", "Pending, Rejected, then Accepted", Profile.TRAPS)
async def aq_1_pending_and_rejected(s: Scenario) -> None:
    """> BootNotification, < Pending, < GetConfiguration; < Rejected; the operator accepts it."""
    await registered(s, "Pending")
    await boots(s, "Pending")
    await s.commanded("GetConfiguration", {}, {"configurationKey": []})
    await registered(s, "Accepted")
    await booted(s)
    await registered(s, "Rejected")
    await connected_again(s)
    await boots(s, "Rejected")
    await registered(s, "Accepted")
    await connected_again(s)
    await booted(s)
    await authorized(s)


@case("C-18", "The interval of a boot", Profile.TRAPS)
async def c_18_the_interval_of_a_boot(s: Scenario) -> None:
    """> BootNotification, < Pending or Rejected and how long to wait, < Accepted and above 0."""
    for registration in ("Pending", "Rejected"):
        await registered(s, registration)
        await connected_again(s)
        answer = await boots(s, registration)
        s.must(answer["interval"] >= 0, "the interval is the wait before the next boot", answer)
    await registered(s, "Accepted")
    await connected_again(s)
    answer = await booted(s)
    s.beyond(answer["interval"] <= MOST, f"the heartbeat interval is at most {MOST} s", answer)


@case("C-19", "What is sent before acceptance", Profile.TRAPS)
async def c_19_what_is_sent_before_acceptance(s: Scenario) -> None:
    """Pending: all but < RemoteStartTransaction and < RemoteStopTransaction; Rejected: nothing."""
    await registered(s, "Pending")
    await boots(s, "Pending")
    for action, payload in ALLOWED:
        await s.commanded(action, payload)
    s.must(True, "Pending is told all but to start and to stop")
    for action, payload in (
        ("RemoteStartTransaction", {"idTag": s.tags.accepted}),
        ("RemoteStopTransaction", {"transactionId": 1}),
    ):
        await s.not_sent(action, payload)
    await registered(s, "Rejected")
    await connected_again(s)
    await boots(s, "Rejected")
    await s.not_sent("ClearCache", {})
    await registered(s, "Accepted")
    await connected_again(s)
    await booted(s)


ALLOWED: tuple[tuple[str, Payload], ...] = (
    ("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "60"}),
    ("TriggerMessage", {"requestedMessage": "BootNotification"}),
    ("ExtendedTriggerMessage", {"requestedMessage": "BootNotification"}),
    ("Reset", {"type": "Soft"}),
)


@case("C-20", "Acceptance is what is stored", Profile.TRAPS)
async def c_20_acceptance_is_what_is_stored(s: Scenario) -> None:
    """> StartTransaction without a boot ever, < Accepted; while Pending, > its StopTransaction."""
    await authorized(s)
    number = await started(s)
    s.must(True, "a charge point that was accepted is served without a boot")
    await registered(s, "Pending")
    await connected_again(s)
    await boots(s, "Pending")
    await s.charge_point.call("Heartbeat")
    await s.status("Available")
    refused = await s.charge_point.ask("Authorize", {"idTag": s.tags.accepted})
    s.beyond(
        isinstance(refused, CallError) and refused.code == "SecurityError",
        "Authorize is a SecurityError before acceptance",
        refused,
    )
    for action, payload in _served():
        answer = await s.charge_point.ask(action, payload)
        s.beyond(not isinstance(answer, CallError), f"{action} is served while Pending", answer)
    await stopped(s, number, 2500)
    await registered(s, "Accepted")
    await s.recorded(
        "the transaction has stopped after 1500 Wh",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped and one.energy == 1500,
    )


def _served() -> tuple[tuple[str, Payload], ...]:
    return (
        ("FirmwareStatusNotification", {"status": "Idle"}),
        ("DiagnosticsStatusNotification", {"status": "Idle"}),
        ("LogStatusNotification", {"status": "Idle"}),
        ("SignedFirmwareStatusNotification", {"status": "Idle"}),
        ("SecurityEventNotification", {"type": "StartupOfTheDevice", "timestamp": now()}),
    )


async def registered(s: Scenario, registration: str) -> None:
    """Raises NotRun where the CSMS has no such choice."""
    register = getattr(s.site.operator, "register", None)
    if register is None:
        raise NotRun("the CSMS cannot answer a BootNotification Pending or Rejected")
    s.note(f"answers boots {registration}")
    await register(s.charge_point.id, registration)


async def connected_again(s: Scenario) -> None:
    """As after Rejected a CSMS may close."""
    await s.charge_point.disconnect()
    await s.charge_point.connect()


async def boots(s: Scenario, registration: str) -> Payload:
    boot = {"chargePointVendor": s.settings.vendor, "chargePointModel": s.settings.model}
    answer = await s.charge_point.call("BootNotification", boot)
    expectation = f"BootNotification is {registration}"
    s.must(answer["status"] == registration, expectation, answer["status"])
    return answer
