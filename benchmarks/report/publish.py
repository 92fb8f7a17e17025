"""Where what is told goes: a page and its plots beside the figures, and some lines into README."""

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks import results
from benchmarks.report import page, parts
from benchmarks.report.goals import dominating
from benchmarks.report.table import beside_the_floor, told, told_of_crowd
from benchmarks.results import Result
from benchmarks.systems import ROOT

RESULTS = ROOT / "benchmarks" / "results"
README = ROOT / "README.md"
LINES = 80  # of another benchmark's page that is shown
BEGIN, END = "<!-- make bench: begin -->", "<!-- make bench: end -->"


def publish(folder: Path = RESULTS, readme: Path = README) -> str:
    """Of the newest figures in the folder; README shows those of RESULTS. The lines for it."""
    result = results.read(results.newest(folder))
    for stale in (folder / parts.PLOTS).glob("*.svg"):
        stale.unlink()
    for name, content in files(result, folder).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    if folder == RESULTS:
        readme.write_text(with_summary(readme.read_text(), result))
    return summary(result)


def files(result: Result, folder: Path) -> dict[str, str]:
    """What is written, by its path in the folder."""
    told_of = page.sections(result)
    return {
        "README.md": parts.markdown(page.TITLE, [*told_of, *_others(folder)]),
        "page.html": parts.html(page.TITLE, told_of),
        **{f"{parts.PLOTS}/{name}": each for name, each in parts.plots(told_of).items()},
    }


def _others(folder: Path) -> Iterator[parts.Section]:
    """What other benchmarks have left in folders of theirs: the newest page of each, if short."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and (pages := sorted(path.glob("*.md"))):
            newest = pages[-1]
            name = f"{path.name}/{newest.name}"
            shown = moved(newest.read_text().strip(), path.name)
            told = [f"[{name}]({name})", *([shown] if shown.count("\n") < LINES else [])]
            yield parts.Section(path.name.replace("_", " ").capitalize(), told)


def moved(page: str, folder: str) -> str:
    """As part of the page above the folder it lies in."""
    page = re.sub(r"\]\((?![\w+.-]+:|#|/)", f"]({folder}/", page)
    return re.sub(r"^#+ ", "### ", page, flags=re.MULTILINE)


def summary(result: Result) -> str:
    """For README."""
    main = result.systems[0]
    lines = [told(result), parts.table(beside_the_floor(result, main)), dominating(result)]
    if result.crowd:
        lines.append(told_of_crowd(result.crowd))
    return "\n\n".join(line for line in lines if line)


def with_summary(readme: str, result: Result) -> str:
    """Raises ValueError if README has no place for it."""
    before, begun, rest = readme.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (begun and ended):
        raise ValueError(f"there is no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{summary(result)}\n{END}{after}"
