import os
from pathlib import Path

from benchmarks.soak.watch import Look, Watch, growth

MINUTES = range(0, 600, 60)


def test_what_grows_is_told_by_the_hour_and_what_does_not_is_not() -> None:
    steady = growth(dict.fromkeys(MINUTES, 80.0))
    assert (steady.first, steady.last, steady.an_hour, steady.more) == (80, 80, 0, 0)
    grows = growth({at: 80 + at / 60 for at in MINUTES})
    assert (grows.first, grows.last, grows.most, grows.an_hour) == (81, 88, 89, 60)


def test_one_peak_is_no_growth() -> None:
    assert growth({at: 200.0 if at == 540 else 80.0 for at in MINUTES}).more == 0


def test_only_who_lived_through_all_of_it_is_judged() -> None:
    watch = Watch(roles={1: "gateway", 2: "workers", 3: "workers"})
    watch.stored = [(at, 1.0) for at in MINUTES]
    watch.looks = {
        1: [Look(at, 80, 10) for at in MINUTES],
        2: [Look(at, 80, 10) for at in MINUTES if at < 300],
        3: [Look(at, 80, 10) for at in MINUTES if at > 300],
    }
    assert [process.role for process in watch.grown(after=120)] == ["gateway"]
    assert watch.processes(after=120).most == 2


def test_a_process_is_looked_at_and_so_is_what_is_stored(tmp_path: Path) -> None:
    watch, pid = Watch(), os.getpid()
    (tmp_path / "items").write_bytes(b"." * 2**20)
    with (tmp_path / "open").open("w"):
        watch.look(0.0, {pid: "us"}, tmp_path)
    watch.look(1.0, {pid: "us", 2**22 + 1: "gone"}, tmp_path)
    before, after = watch.looks[pid]
    assert before.files == after.files + 1
    assert before.mb > 1
    assert [round(size) for _, size in watch.stored] == [1, 1]
