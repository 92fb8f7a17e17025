import csv
from decimal import Decimal
from io import StringIO

from api.transactions.csv_lines import EXAMPLE, HEADER, spelled
from tests.csms.store.transactions.test_records import transaction
from tests.support import NOON


def test_a_line_has_a_field_for_each_column() -> None:
    one = transaction()
    one.energy = Decimal("1E+3")
    (row,) = csv.DictReader(StringIO(spelled([one])))
    assert tuple(row) == HEADER
    assert (row["status"], row["energy"], row["estimated"]) == ("running", "1000", "false")


def test_an_estimate_and_a_correction_are_told() -> None:
    one = transaction()
    one.stopped_at, one.corrections = NOON, [{}]
    (row,) = csv.DictReader(StringIO(spelled([one])))
    assert (row["estimated"], row["corrected"]) == ("true", "true")
    one.stop_digest = "stop"
    (row,) = csv.DictReader(StringIO(spelled([one])))
    assert row["estimated"] == "false"


def test_a_reading_that_was_not_told_is_an_empty_field() -> None:
    begun, stopped = transaction(), transaction(8)
    begun.meter_start, stopped.stopped_at, stopped.stop_digest = None, NOON, "stop"
    rows = list(csv.DictReader(StringIO(spelled([begun, stopped]))))
    assert [(row["meterStart"], row["meterStop"], row["energy"]) for row in rows] == [
        ("", "", ""),
        ("4200", "", ""),
    ]


def test_the_example_is_such_a_file() -> None:
    header, row = csv.reader(StringIO(EXAMPLE))
    assert tuple(header) == HEADER
    assert len(row) == len(header)
