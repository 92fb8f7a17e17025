"""C-06 to C-10: ids, CALLERRORs and payloads."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import booted
from csms_tools.certification.charge_point.frames import CallError
from csms_tools.certification.failures import Failed
from csms_tools.certification.scenario import Scenario

IDS = (
    "1",
    "no UUID: {a|b} [c]",
    '"quoted" \\ and Ünï',
    "-1",
    "123456789012345678901234567890123456",
)
TOO_LONG = "1234567890123456789012345678901234567890"


@case("C-06", "Ids are repeated as they are", Profile.TRAPS)
async def c_06_ids_are_repeated(s: Scenario) -> None:
    """> Heartbeat with ids of 1 to 36 characters that are no UUID, < the same id each time."""
    for unique_id in IDS:
        answer = await s.charge_point.ask("Heartbeat", {}, unique_id)
        s.must(not isinstance(answer, CallError), "Heartbeat is answered by a CALLRESULT", answer)
    again = await s.charge_point.ask("Heartbeat", {}, IDS[0])
    s.must(not isinstance(again, CallError), "an id of before is answered again", again)
    await s.commanded("ClearCache")
    await s.charge_point.disconnect()
    await s.charge_point.connect()
    await s.commanded("ClearCache")
    s.must(True, "the CSMS uses an id once, over all connections")
    seen = await _told(s, {}, TOO_LONG)
    s.beyond(not seen, "an id of 40 characters is answered, too", seen)


@case("C-07", "A CALLERROR is whole, and a refusal is none", Profile.TRAPS)
async def c_07_a_call_error_is_whole(s: Scenario) -> None:
    """> what is no CALL of OCPP, < CALLERROR of five elements; > an unknown tag, < a CALLRESULT."""
    error = await s.charge_point.call_refused("NoSuchAction", {})
    s.must(error.code, "the CALLERROR has five elements, details an object", error)
    info = (await s.charge_point.call("Authorize", {"idTag": s.tags.unknown}))["idTagInfo"]
    s.must(info["status"] == "Invalid", "a refusal is a CALLRESULT", info)
    await s.charge_point.call("DataTransfer", {"vendorId": "nobody.example", "data": "1"})


@case("C-08", "Codes are spelled as they are", Profile.TRAPS)
async def c_08_codes(s: Scenario) -> None:
    """> broken payloads, < codes of OCPP-J §4.2.3; < a command, > CALLERROR FormatViolation."""
    error = await s.charge_point.call_refused("NoSuchAction", {})
    s.must(error.code == "NotImplemented", "an action that is none is NotImplemented", error.code)
    error = await s.charge_point.call_refused("StartTransaction", {})
    s.must(error.code in MISSING, "what is missing is told by its code", error.code)
    error = await s.charge_point.call_refused("StatusNotification", {"connectorId": {}})
    s.must(error.code in (*MISSING, "TypeConstraintViolation"), "a wrong type, too", error.code)
    for code in ("FormatViolation", "OccurrenceConstraintViolation", "RpcFrameworkError"):
        async with s.command("ClearCache", {}) as (call, outcome):
            await s.charge_point.line.answer_error(call, code)
            told = await outcome()
        s.told_error("ClearCache", told, code)
    await s.charge_point.call("Heartbeat")


MISSING = ("OccurenceConstraintViolation", "ProtocolError", "FormationViolation")


@case("C-09", "Other message types are ignored", Profile.TRAPS)
async def c_09_other_message_types(s: Scenario) -> None:
    """> frames of type 1 and 5, < nothing, > Heartbeat, < its answer; the connection is open."""
    line = s.charge_point.line
    for number in (0, 1, 5, 99):
        await line.say([number, s.charge_point.next_id(), "Heartbeat", {}])
    await s.charge_point.call("Heartbeat")
    await line.quiet(s.settings.quiet)
    s.must(True, "a frame of another message type is not answered")
    await line.say([3, "of-no-call", {"currentTime": "2026-01-01T00:00:00Z"}])
    await line.say([4, "of-no-call", "GenericError", "", {}])
    await s.charge_point.call("Heartbeat")
    s.must(True, "answers to no CALL are ignored")
    for broken in ("no JSON", "", "{}", "[2]", "[]", "null", '[2,7,"Heartbeat",{}]'):
        await line.say(broken)
    seen = await _told(s)
    s.beyond(not seen, "a frame without an id that can be read is dropped", seen)


@case("C-10", "An empty payload may be null", Profile.TRAPS)
async def c_10_an_empty_payload(s: Scenario) -> None:
    """> Heartbeat with null, < its answer; < ClearCache with {}, > StatusNotification, < {}."""
    answer = await s.charge_point.ask("Heartbeat", None)
    s.must(not isinstance(answer, CallError), "null stands for an empty payload", answer)
    await booted(s)
    await s.commanded("ClearCache", {})


async def _told(s: Scenario, payload: object = None, unique_id: str = "") -> str:
    """How a Heartbeat goes wrong, if it does."""
    try:
        answer = await s.charge_point.ask("Heartbeat", payload or {}, unique_id)
    except Failed as failed:
        await s.charge_point.disconnect()  # where nothing more is to be judged
        return str(failed)
    return answer.code if isinstance(answer, CallError) else ""
