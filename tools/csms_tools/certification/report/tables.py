"""What Markdown and HTML have in common: the tables of the report, as rows of plain text."""

from collections.abc import Sequence
from dataclasses import dataclass

from csms_tools.certification.report.functionalities import CASES, TRAPS
from csms_tools.certification.report.model import Bin, Figures, Form, Report


@dataclass(frozen=True)
class Table:
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def headline(report: Report) -> str:
    passed, of = counted(report)
    traps = [one for one in report.functionalities if one.name == TRAPS]
    beside = "".join(f"; {one.passed} of {one.of} traps" for one in traps)
    return f"{passed} of {of} cases passed{beside}"


def counted(report: Report) -> tuple[int, int]:
    """Of the cases of the laboratory, without our traps."""
    return sum(one.passed for one in report.functionalities if one.name != TRAPS), CASES


def identity(report: Report) -> Table:
    about = report.identity
    rows = [
        ("product", about.product),
        ("version", about.version + (f", commit {about.commit}" if about.commit else "")),
        ("system type", about.system_type),
        ("protocol", about.protocol),
        ("security", about.security),
        ("program", about.program),
        ("cases", about.editions),
        ("run", f"{about.began} to {about.ended}"),
        ("environment", f"{about.machine}; {about.system}; Python {about.python}"),
        ("network", ", ".join([about.network, *about.urls])),
    ]
    return Table("Identity", ("", ""), rows)


def functionalities(report: Report) -> Table:
    rows = [
        (one.name, one.result, f"{one.passed} of {one.of}", one.covers)
        for one in report.functionalities
    ]
    return Table("Certified functionalities", ("functionality", "result", "cases", "covers"), rows)


def security_extension(report: Report) -> Table:
    rows = [(one.name, one.result, ", ".join(one.evidence)) for one in report.security_extension]
    return Table("Security extension", ("", "result", "cases"), rows)


def questions(report: Report) -> Table:
    rows = [
        (one.id, one.text, one.answer, ", ".join(one.cases), "ours" if one.ours else "")
        for one in report.questions
    ]
    return Table("Additional questions", ("", "question", "answer", "cases", ""), rows)


def performance(report: Report) -> Table:
    measured = report.performance
    rows = [
        (
            f"{one.name}, the paper",
            "",
            *(f"{each:.2f}" for each in (one.minimum, one.maximum, one.average)),
            "",
            "",
            "",
        )
        for one in measured.paper
    ]
    rows += [_measured(f"{one.name}, cases", one) for one in measured.cases]
    notes = [measured.differs]
    if measured.not_measured:
        notes.append(f"A run apart from the cases: {measured.not_measured}.")
    heads = ("", "CALLs", "min s", "max s", "avg s", "min ms", "max ms", "avg ms")
    return Table("Performance measurement", heads, rows, notes)


def apart(report: Report) -> Table:
    rows = [
        (
            one.name,
            f"{one.count:,}",
            *(_ms(each) for each in (one.minimum, one.median, one.average, one.p99, one.maximum)),
        )
        for one in report.performance.apart
    ]
    heads = ("", "CALLs", "min ms", "median ms", "avg ms", "p99 ms", "max ms")
    return Table("Performance apart from the cases", heads, rows)


def histogram(report: Report) -> list[tuple[str, int]]:
    bins = report.performance.histogram
    return [(_bounds(bins, at), one.count) for at, one in enumerate(bins)]


def cases(report: Report) -> Table:
    rows = [
        (
            form.id,
            one.name,
            one.functionality,
            "" if form.security_profile is None else str(form.security_profile),
            form.protocol,
            form.record,
            form.hostname,
            f"{form.duration:.2f}",
        )
        for one in report.cases
        for form in one.forms
    ]
    heads = ("case", "name", "functionality", "profile", "protocol", "record", "at", "s")
    notes = [
        "protocol: what a test laboratory judges; record: what the CSMS has recorded, as its API "
        "shows it; profile: the security profile that the charge point began with."
    ]
    return Table("Cases", heads, rows, notes)


def editions(report: Report) -> Table:
    """Where they contradict each other."""
    rows = [
        (form.id, form.edition, form.sequence)
        for one in report.cases
        for form in one.forms
        if form.edition
    ]
    notes = ["Such a case is one of the 77, and passes if both of its forms do."]
    return Table("Where editions differ", ("case", "edition", "sequence"), rows, notes)


def lists(report: Report) -> list[tuple[str, Sequence[str]]]:
    """Titles, and what stands below them; an empty one is told as such."""
    return [
        ("Deviations", report.deviations),
        ("Not run", report.not_run),
        ("Beyond the cases: checks of ours, which fail no verdict", report.beyond),
        ("Left behind", report.left),
    ]


def failing(report: Report) -> list[Form]:
    return [form for one in report.cases for form in one.forms if not form.passed]


def _measured(name: str, one: Figures) -> tuple[str, ...]:
    three = (one.minimum, one.maximum, one.average)
    return (
        name,
        f"{one.count:,}",
        *("" if each is None else f"{each:.2f}" for each in three),
        *(_ms(each) for each in three),
    )


def _ms(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.1f}"


def _bounds(bins: Sequence[Bin], at: int) -> str:
    one = bins[at]
    if one.up_to is None:
        return "above"
    return f"below {one.up_to:g} ms"
