from pathlib import Path

import pytest

from csms_tools.local.emulator import snapshots
from csms_tools.local.emulator.snapshots import Change, Damaged, Tables


def put(sk: str, value: str) -> Change:
    return ("state", "CP#1", sk, {"value": {"S": value}})


def write(folder: Path, number: int, *lines: bytes) -> None:
    snapshots.journal(folder, number).write_bytes(b"".join(lines))


def values(tables: Tables) -> dict[str, str]:
    return {sk: item["value"]["S"] for (_, sk), item in tables.get("state", {}).items()}


def test_an_empty_directory_holds_nothing(tmp_path: Path) -> None:
    assert snapshots.compact(tmp_path) == {}


def test_journals_are_read_in_the_order_they_were_written(tmp_path: Path) -> None:
    write(tmp_path, 9, snapshots.line([put("A", "first"), put("B", "first")]))
    write(tmp_path, 10, snapshots.line([put("A", "second"), ("state", "CP#1", "B", None)]))
    assert values(snapshots.compact(tmp_path)) == {"A": "second"}


def test_a_snapshot_takes_the_place_of_what_it_was_made_of(tmp_path: Path) -> None:
    write(tmp_path, 1, snapshots.line([put("A", "first")]))
    snapshots.compact(tmp_path)
    write(tmp_path, 2, snapshots.line([put("B", "second")]))
    assert values(snapshots.compact(tmp_path)) == {"A": "first", "B": "second"}
    assert [file.name for file in tmp_path.iterdir()] == ["snapshot-000002"]


def test_a_snapshot_since_which_nothing_has_changed_is_not_written_anew(tmp_path: Path) -> None:
    write(tmp_path, 1, snapshots.line([put("A", "first")]))
    snapshots.compact(tmp_path)
    before = (tmp_path / "snapshot-000001").stat()
    write(tmp_path, 2)
    write(tmp_path, 3)
    assert values(snapshots.compact(tmp_path)) == {"A": "first"}
    assert [file.name for file in tmp_path.iterdir()] == ["snapshot-000001"]
    assert (tmp_path / "snapshot-000001").stat().st_ino == before.st_ino
    write(tmp_path, 2, snapshots.line([put("A", "second")]))
    assert values(snapshots.compact(tmp_path)) == {"A": "second"}


def test_journals_left_over_beside_their_snapshot_change_nothing(tmp_path: Path) -> None:
    write(tmp_path, 1, snapshots.line([put("A", "first")]))
    left_over = snapshots.journal(tmp_path, 1).read_bytes()
    write(tmp_path, 2, snapshots.line([put("A", "second")]))
    snapshots.compact(tmp_path)
    write(tmp_path, 1, left_over)
    assert values(snapshots.compact(tmp_path)) == {"A": "second"}


def test_a_snapshot_that_was_never_finished_does_not_count(tmp_path: Path) -> None:
    write(tmp_path, 1, snapshots.line([put("A", "first")]))
    (tmp_path / "fresh").write_bytes(b"half a snap")
    assert values(snapshots.compact(tmp_path)) == {"A": "first"}


@pytest.mark.parametrize("kept", range(0, 60, 7))
def test_a_write_cut_off_anywhere_counts_as_a_whole_or_not_at_all(
    tmp_path: Path, kept: int, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = snapshots.line([put("A", "whole")])
    cut_off = snapshots.line([put("A", "cut"), put("B", "cut")])
    write(tmp_path, 1, whole, cut_off[:kept])
    assert values(snapshots.compact(tmp_path)) == {"A": "whole"}
    assert ("was dropped" in capsys.readouterr().err) == (kept > 0)


def test_a_write_with_a_flipped_bit_at_the_end_is_dropped(tmp_path: Path) -> None:
    broken = bytearray(snapshots.line([put("A", "broken")]))
    broken[20] ^= 1
    write(tmp_path, 1, snapshots.line([put("A", "whole")]), bytes(broken))
    assert values(snapshots.compact(tmp_path)) == {"A": "whole"}


def test_damage_that_no_death_of_a_process_can_do_is_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, 1, snapshots.line([put("A", "first")])[:-5])
    write(tmp_path, 2, snapshots.line([put("B", "second")]))
    with pytest.raises(Damaged, match="journal-000001 is damaged"):
        snapshots.compact(tmp_path)


def test_only_finished_journals_are_put_together_while_one_is_written(tmp_path: Path) -> None:
    write(tmp_path, 1, snapshots.line([put("A", "first")]))
    write(tmp_path, 2, snapshots.line([put("A", "second")]))
    assert values(snapshots.compact(tmp_path, up_to=1)) == {"A": "first"}
    assert snapshots.journal(tmp_path, 2).exists()
    assert values(snapshots.compact(tmp_path)) == {"A": "second"}


def test_nobody_else_may_read_the_files(tmp_path: Path) -> None:
    write(tmp_path, 1, snapshots.line([put("A", "first")]))
    snapshots.compact(tmp_path)
    assert (tmp_path / "snapshot-000001").stat().st_mode & 0o077 == 0
