from collections import Counter
from pathlib import Path

from benchmarks.profile import _seen, _table


def test_shares_are_told_in_milliseconds_of_a_message() -> None:
    assert list(_table(2.0, Counter({"JSON": 30, "signing": 10}))) == [
        "| part | share | CPU ms a message |",
        "|---|---|---|",
        "| JSON | 75% | 1.50 |",
        "| signing | 25% | 0.50 |",
    ]


def test_what_was_seen_before_the_measured_time_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "7").write_text("99\t5\ta\tb\n100\t2\ta\tb\n101\t1\ta\tb\n101\t1\tc\n")
    (tmp_path / "8").write_text("101\t4\tc\n")
    assert _seen(tmp_path, [7, 9], 10.0) == {("a", "b"): 3, ("c",): 1}
