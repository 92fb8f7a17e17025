"""The additional questions: AQ-1 of the paper, and further ones of ours."""

import re
from collections.abc import Sequence

from csms_tools.certification.report.model import CaseReport, Question
from csms_tools.certification.verdicts import Verdict

ASKED = (
    (
        "AQ-1",
        "Does the CSMS answer a BootNotification by Pending and by Rejected?",
        ("AQ-1",),
    ),
    ("OURS-1", "Is an unknown charge point refused at the handshake?", ("C-3",)),
    ("OURS-2", "Does a repeated StartTransaction get the same transactionId?", ("C-25",)),
    ("OURS-3", "Is a stop of an unknown transaction acknowledged, and kept?", ("C-26", "C-27")),
    ("OURS-4", "Does an unknown vendor action leave the connection usable?", ("C-65",)),
)


def questions(cases: Sequence[CaseReport]) -> list[Question]:
    return [
        _answered(id, text, [one for one in cases if _plain(one.number) in numbers])
        for id, text, numbers in ASKED
    ]


def _answered(id: str, text: str, cases: Sequence[CaseReport]) -> Question:
    if any(Verdict.FAIL in (one.protocol, one.record) for one in cases):
        answer = "no"
    else:
        answer = "yes" if cases and all(one.passed for one in cases) else "not tested"
    return Question(id, text, answer, [one.number for one in cases], not id.startswith("AQ"))


def _plain(number: str) -> str:
    """C-3, also where it is C-03 or C-03_2."""
    found = re.match(r"C-0*(\d+)", number)
    return f"C-{found[1]}" if found else number
