"""Files in, in parts that the API takes, and lists out whole."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from csms_tools.commands import Failed, Wrong
from csms_tools.operator.bulk import export, imported
from csms_tools.operator.output import Output
from tests.csms_tools.operator.support import Csms, answers, body_of


def counted(request: httpx.Request) -> httpx.Response:
    """Takes all rows but those whose id is BAD."""
    if request.headers["Content-Type"] == "text/csv":
        ids = [line.split(",")[0] for line in request.content.decode().splitlines()[1:]]
    else:
        ids = [item["id"] for item in body_of(request)["items"]]
    rows: list[dict[str, Any]] = []
    for number, id in enumerate(ids, 1):
        errors = [{"field": "id", "message": "is bad"}]
        bad = {"outcome": "error", "errors": errors} if id == "BAD" else {"outcome": "created"}
        rows.append({"row": number, "id": id, **bad})
    failed = ids.count("BAD")
    counts = {"created": len(ids) - failed, "changed": 0, "unchanged": 0, "failed": failed}
    return httpx.Response(200, json={"dryRun": False, "rows": rows, **counts})


def run(file: Path, *, as_json: bool = False, dry_run: bool = False) -> Csms:
    csms = Csms(counted)
    output = Output(as_json=as_json, terminal=False)
    imported(csms.api, output, "/id-tags/import", str(file), dry_run=dry_run)
    return csms


def test_a_long_file_goes_in_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "tags.csv"
    file.write_text("id,note\n" + "".join(f'T{number},"a, b"\n' for number in range(1001)))
    csms = run(file)
    assert [request.content.count(b"\n") - 1 for request in csms.asked] == [500, 500, 1]
    assert csms.asked[2].content == b'id,note\r\nT1000,"a, b"\r\n'
    assert capsys.readouterr().out == "1001 created, 0 changed, 0 unchanged, 0 failed\n"


@pytest.mark.parametrize("document", [[{"id": "A"}], {"items": [{"id": "A"}]}])
def test_json_may_be_a_list_or_what_an_export_writes(tmp_path: Path, document: Any) -> None:
    file = tmp_path / "tags.json"
    file.write_text(json.dumps(document))
    (request,) = run(file, dry_run=True).asked
    assert body_of(request) == {"items": [{"id": "A"}]}
    assert request.url.params["dryRun"] == "true"


def test_rows_that_were_not_taken_are_told_by_their_number_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tags.csv"
    file.write_text("id\n" + "".join(f"T{number}\n" for number in range(500)) + "BAD\n")
    with pytest.raises(Failed, match="1 of 501 rows were not taken"):
        run(file)
    assert "501  BAD  id: is bad\n" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{", "[5", '{"items": 5}', 'a,b\n"c'])
def test_a_file_that_is_neither_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "tags").write_text(text)
    with pytest.raises(Wrong, match=str(tmp_path / "tags")):
        run(tmp_path / "tags")


def test_an_empty_file_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "tags").write_text("\n\n")
    with pytest.raises(Wrong, match="tags is empty"):
        run(tmp_path / "tags")


def test_what_would_happen_is_told_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tags").write_text("id\nA\nBAD\n")
    with pytest.raises(Failed):
        run(tmp_path / "tags", dry_run=True)
    told = "1 would be created, 0 would be changed, 0 unchanged, 1 would fail\n"
    assert capsys.readouterr().out.endswith(told)


def pages(request: httpx.Request) -> httpx.Response:
    """Two pages, the first of which leads to the second as its list does."""
    first = "cursor" not in request.url.params
    text = "id,note\r\nA,1\r\n" if first else "id,note\r\nB,2\r\n"
    link = {"Link": f'<{request.url.path}?format=csv&cursor=c>; rel="next"'}
    return httpx.Response(200, text=text, headers=link if first else {})


@pytest.mark.parametrize("path", ["/id-tags/export", "/transactions"])
def test_an_export_is_one_table(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    export(Csms(pages).api, Output(), path, {})
    assert capsys.readouterr().out.splitlines() == ["id,note", "A,1", "B,2"]


def test_an_export_in_json_has_the_shape_of_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    export(answers({"items": [{"id": "A"}]}).api, Output(as_json=True), "/id-tags/export", {})
    assert json.loads(capsys.readouterr().out) == [{"id": "A"}]
