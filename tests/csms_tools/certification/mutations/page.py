"""docs/certification/mutations.md: what makes each case fail, and what the case then names.

.venv/bin/python -m tests.csms_tools.certification.mutations.page
"""

from collections.abc import Iterator

from csms_tools.certification.all_cases import all_cases
from tests.csms_tools.certification.mutations.tables import MUTATIONS
from tests.support import ROOT

PAGE = ROOT / "docs/certification/mutations.md"
HEAD = """# What each case catches

`make mutate` runs every case against our CSMS made wrong in one thing, by what stands between
charge point, API and CSMS. The case has to fail (or to warn, where that is said), and to name the
expectation behind the arrow; `|` parts alternatives.

"""


def page() -> str:
    return HEAD + "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for case in all_cases():
        yield f"**{case.id}** {case.name}"
        yield ""
        for one in MUTATIONS.get(case.id, ()):
            warns = " (warns)" if one.warns else ""
            yield f"- {one.name}{warns} → {one.expects}"
        yield ""


if __name__ == "__main__":
    PAGE.write_text(page())
