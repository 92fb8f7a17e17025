"""The files of a report: its four forms, beside each other."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from csms_tools.certification.report.html import html
from csms_tools.certification.report.junit import junit
from csms_tools.certification.report.markdown import markdown
from csms_tools.certification.report.model import Report

MARKDOWN, HTML, JSON, JUNIT = "report.md", "report.html", "report.json", "junit.xml"


def document(report: Report) -> dict[str, Any]:
    """A check has what was seen, and where, if there is such."""
    whole = asdict(report)
    for case in whole["cases"]:
        for form in case["forms"]:
            form["checks"] = [
                {name: value for name, value in check.items() if value} for check in form["checks"]
            ]
    return whole


def write(report: Report, folder: Path) -> None:
    """Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    as_json = json.dumps(document(report), ensure_ascii=False, indent=1)
    for name, text in (
        (MARKDOWN, markdown(report)),
        (HTML, html(report)),
        (JSON, f"{as_json}\n"),
        (JUNIT, junit(report)),
    ):
        (folder / name).write_text(text, encoding="utf-8")


def read(folder: Path) -> Report:
    return TypeAdapter(Report).validate_json((folder / JSON).read_text(encoding="utf-8"))
