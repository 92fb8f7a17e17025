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
LINES = 40  # of another benchmark's page that is shown


def publish(folder: Path = RESULTS, readme: Path = README) -> str:
    """Of the newest figures in the folder; README shows those of RESULTS. The lines for it."""
    result = results.read(results.newest(folder))
    for stale in (folder / parts.PLOTS).glob("*.svg"):
        stale.unlink()
    for name, content in files(result, folder).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    if folder == RESULTS:
        readme.write_text(with_figures(readme.read_text(), folder))
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
            yield parts.Section(re.sub("[-_]", " ", path.name).capitalize(), told)


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


def with_figures(readme: str, folder: Path) -> str:
    """README with what stands between its marks. Raises ValueError if it has no place for that."""
    operators = sorted((folder / "operators").glob("*.md"))[-1].read_text().strip()
    readme = between(readme, "make bench", summary(results.read(results.newest(folder))))
    return between(readme, "make benchapi", operators)


def between(readme: str, command: str, figures: str) -> str:
    """Raises ValueError."""
    begin, end = (f"<!-- {command}: {word} -->" for word in ("begin", "end"))
    before, begun, rest = readme.partition(begin)
    _, ended, after = rest.partition(end)
    if not (begun and ended):
        raise ValueError(f"there is no {begin} … {end}")
    return f"{before}{begin}\n{figures}\n{end}{after}"
