from xml.etree import ElementTree

from benchmarks.report import page, parts
from benchmarks.report.parts import Section
from benchmarks.results import Result
from benchmarks.systems import FLOOR
from tests.benchmarks.samples import crowd, load, result

TEXT = "{http://www.w3.org/2000/svg}text"
WHOLE = [load(system, number) for number in (1, 50) for system in ("csms, durable", FLOOR)]


def words(drawing: str) -> str:
    return " ".join(text.text or "" for text in ElementTree.fromstring(drawing).iter(TEXT))


def titles(result: Result) -> list[str]:
    return [section.title for section in page.sections(result)]


def test_there_is_a_plot_of_each_kind_and_all_are_well_formed() -> None:
    plots = {
        name: words(drawing) for name, drawing in parts.plots(page.sections(result(*WHOLE))).items()
    }
    for name, told in {
        "throughput.svg": "messages/s, against charge points",
        "share.svg": "a part of the floor's",
        "latency.svg": "csms, durable p99",
        "actions-1.svg": "StopTransaction",
        "actions-50.svg": "StopTransaction",
        "cpu.svg": "workers",
        "memory.svg": "MB",
        "crowd.svg": "cut until served",
        "cost.svg": "dollars for each and month",
    }.items():
        assert told in plots.pop(name)
    assert not plots


def test_rows_are_by_system_however_they_were_measured() -> None:
    text = parts.markdown("", page.sections(result(*WHOLE)))
    firsts = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| csms")]
    assert firsts[:2] == [[" csms, durable ", " 1 "], [" csms, durable ", " 50 "]]


def test_a_system_whose_processes_nobody_knows_has_a_page_too() -> None:
    stranger = load("another").model_copy(
        update={"cpu": {"client": 0.1}, "round_trips": None, "durable": None, "by_action": {}}
    )
    text = parts.markdown("", page.sections(result(stranger, with_crowd=False)))
    assert "| another | 50 | 300 |" in text
    assert "cut until served" not in text


def test_a_crowd_that_did_not_come_back_has_a_page_too() -> None:
    lost = result().model_copy(update={"crowd": crowd().model_copy(update={"storm_latency": None})})
    assert "cut until served" not in "".join(parts.plots(page.sections(lost)).values())


def test_what_was_not_measured_is_left_out() -> None:
    bare = result(load("another"), with_crowd=False).model_copy(update={"cost": None})
    assert not {"What was wanted", "Cost against the size of the fleet"} & set(titles(bare))
    assert "1,000 connected charge points" in titles(result())


def test_every_paragraph_says_something() -> None:
    sections: list[Section] = page.sections(result(*WHOLE))
    assert all(part for section in sections for part in section.parts)
