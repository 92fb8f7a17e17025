"""kill -9 of everything: what waits is sent once, and what was sent ends."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from csms.wire.ocpp16 import spell_time
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.strict import ChargePoint, accepts, keeps_silent

TO_THE_END = spell_time(datetime.now(UTC) + timedelta(days=30))


async def test_commands_survive_kill_9(tmp_path: Path) -> None:
    data, seed = tmp_path / "data", tmp_path / "seed.yaml"
    seed.write_text(
        "chargePoints: [{id: OFFLINE, securityProfile: 0}, {id: SILENT, securityProfile: 0}]\n"
        "idTags: []\n"
    )
    with running.up("--data", str(data), seed=seed) as csms:
        silent = ChargePoint(csms.ws, "SILENT", keeps_silent)
        async with Operators.of(csms) as operators, silent.connected():
            waiting = await operators.post("OFFLINE", "ClearCache", queueUntil=TO_THE_END)
            ended = await operators.send("OFFLINE", "Reset", {"type": "Soft"})
            sent = await operators.post("SILENT", "ClearCache", queueUntil=TO_THE_END)
            behind = await operators.post("SILENT", "Reset", {"type": "Hard"})
            await silent.heard(1)
            csms.kill()
    outcomes = [waiting.outcome, ended["status"], sent.outcome, behind.outcome]
    assert outcomes == ["Queued", "NotConnected", "Sent", "Queued"]

    with running.up("--data", str(data), seed=seed) as csms:
        offline = ChargePoint(csms.ws, "OFFLINE", accepts)
        silent = ChargePoint(csms.ws, "SILENT", accepts)
        async with Operators.of(csms) as operators:
            async with offline.connected(), silent.connected():
                assert (await operators.outcome(waiting.body))["status"] == "Answered"
                assert (await operators.outcome(sent.body))["status"] == "ConnectionLost"
                assert (await operators.outcome(behind.body))["status"] == "Answered"
                assert await operators.outcome(ended) == ended
            async with offline.connected(), silent.connected():  # nothing comes again
                for charge_point in (offline, silent):
                    command = await operators.send(charge_point.id, "GetLocalListVersion")
                    assert command["commandId"] == charge_point.calls[-1].command_id
    assert [call.action for call in offline.calls] == ["ClearCache", "GetLocalListVersion"]
    assert [call.action for call in silent.calls] == ["Reset", "GetLocalListVersion"]
