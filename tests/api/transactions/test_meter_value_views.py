from tests.api.support import ask
from tests.api.transactions.test_meter_values import HOUR, PATH
from tests.conftest import Says
from tests.inbound.support import meter_values, reading
from tests.support import NOON


def test_a_reading_is_shown_with_all_that_its_samples_say(says: Says) -> None:
    told = [
        reading(NOON, "4.25", unit="kWh", phase="L1", location="Inlet"),
        reading(NOON + HOUR, "0A==", format="SignedData", context="Transaction.End"),
    ]
    says("MeterValues", meter_values(*told, connectorId=2, transactionId=-1), at=NOON + HOUR)
    (item,) = ask("GET", PATH, role="viewer", at=NOON).json["items"]
    assert item == {
        "at": "2026-06-01T12:00:00.000Z",
        "receivedAt": "2026-06-01T13:00:00.000Z",
        "source": "MeterValues",
        "connectorId": 2,
        "transactionId": -1,
        "samples": [
            {
                "at": "2026-06-01T12:00:00.000Z",
                "measurand": "Energy.Active.Import.Register",
                "context": "Sample.Periodic",
                "format": "Raw",
                "location": "Inlet",
                "phase": "L1",
                "unit": "kWh",
                "value": 4.25,
            },
            {
                "at": "2026-06-01T13:00:00.000Z",
                "measurand": "Energy.Active.Import.Register",
                "context": "Transaction.End",
                "format": "SignedData",
                "location": "Outlet",
                "unit": "Wh",
                "text": "0A==",
            },
        ],
    }


def test_what_is_odd_or_undated_or_could_not_be_read_is_marked(says: Says) -> None:
    sampled = [{"value": "1"}, {"value": "2", "unit": "MWh"}, {"measurand": "SoC"}, "3"]
    said = [{"sampledValue": sampled}, meter_values(reading(NOON, "4"))["meterValue"][0]]
    says("MeterValues", meter_values(meterValue=said))
    (item,) = ask("GET", PATH, role="viewer", at=NOON).json["items"]
    marks = [(one.get("odd"), one.get("undated")) for one in item["samples"]]
    assert marks == [(None, True), (True, True), (True, True), (None, None)]
    assert item["samples"][1]["unit"] == "MWh"
    assert not {"value", "text"} & set(item["samples"][2])
    assert item["unread"] == {"meterValue.0.sampledValue.3": "3"}


def test_a_message_of_which_nothing_could_be_read_is_shown(says: Says) -> None:
    says("MeterValues", meter_values(meterValue="4300 Wh", connectorId=None))
    (item,) = ask("GET", PATH, role="viewer", at=NOON).json["items"]
    assert item["samples"] == []
    assert item["unread"] == {"meterValue.0": "4300 Wh"}
    assert "connectorId" not in item
