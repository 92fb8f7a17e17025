import pytest

from benchmarks.line import Line, Lost
from tests.benchmarks.conftest import Central


async def test_a_call_is_answered_by_the_frame_with_its_id(central: Central) -> None:
    line = await Line.open(central.url.replace("{id}", "CP1"))
    assert await line.call("Heartbeat", {}) == [3, "1", {}]
    assert await line.call("Authorize", {"idTag": "A"}) == [
        3,
        "2",
        {"idTagInfo": {"status": "Accepted"}},
    ]
    assert central.heard == [[2, "1", "Heartbeat", {}], [2, "2", "Authorize", {"idTag": "A"}]]
    line.cut()


async def test_what_a_system_asks_of_its_own_accord_is_declined(central: Central) -> None:
    central.asks_first = True
    line = await Line.open(central.url)
    assert await line.call("Heartbeat", {}) == [3, "1", {}]
    assert await line.call("Heartbeat", {}) == [3, "2", {}]
    assert [4, "ours", "NotSupported", "", {}] in central.heard
    line.cut()


async def test_what_is_no_frame_is_no_good_answer(central: Central) -> None:
    central.fails = True
    line = await Line.open(central.url)
    assert await line.call("Heartbeat", {}) == [4, "1", '{"message": "Internal server error"}']
    central.fails = False
    assert await line.call("Heartbeat", {}) == [3, "2", {}]
    line.cut()


async def test_a_refused_upgrade_is_no_line(central: Central) -> None:
    central.refuses = True
    with pytest.raises(Lost, match="403"):
        await Line.open(central.url)


async def test_nobody_there_is_no_line() -> None:
    with pytest.raises(Lost):
        await Line.open("ws://127.0.0.1:9/ocpp/CP1")


async def test_a_line_that_is_cut_answers_no_more(central: Central) -> None:
    line = await Line.open(central.url)
    line.cut()
    with pytest.raises(Lost):
        await line.call("Heartbeat", {})


async def test_a_password_in_the_url_is_shown(central: Central) -> None:
    await Line.open(central.url.replace("//", "//CP1:a-password@").replace("{id}", "CP1"))
    assert central.authorization == "Basic Q1AxOmEtcGFzc3dvcmQ="
