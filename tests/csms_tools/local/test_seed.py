"""Seeds: what is refused, and where."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from csms_tools.local.seed import DEMO, SeedFile
from csms_tools.local.yaml_lines import Misplaced


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "seed.yaml"
    path.write_text(text)
    return path


CP = "chargePoints:\n- id: CP1\n  securityProfile: 2\n  password: %s\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("chargePoints: [", 1, "expected the node content"),
        ("a: 1\n\tb: 2", 2, "cannot start any token"),
        ("- CP1", 1, "should be an object"),
        ("chargepoints: []", 1, "chargepoints: is not known"),
        ("idTags:\n- idTag: A\n  color: red", 3, "idTags[0].color: is not known"),
        ("idTags:\n- idTag: A\n  idTag: B", 3, "idTags[0].idTag: is there twice"),
        ("chargePoints:\n\n- securityProfile: 0", 3, "chargePoints[0].id: is missing"),
        ("chargePoints:\n- id: ''\n  securityProfile: 0", 2, "at least 1 character"),
        ("chargePoints:\n- id: 17\n  securityProfile: 0", 2, "put it in quotes"),
        ("chargePoints:\n- id: 'a:b'\n  securityProfile: 0", 2, "cannot carry a ':'"),
        ("chargePoints:\n- id: CP1\n  securityProfile: 3", 2, "needs a serialNumber"),
        (CP.replace("2", "3") % "sixteen-letters!", 2, "3 has no password"),
        ("chargePoints:\n- id: CP1\n  securityProfile: 4", 3, "should be 0, 1, 2 or 3"),
        ("chargePoints:\n- id: CP1\n  securityProfile: '1'", 3, "should be a whole number"),
        ("chargePoints:\n- id: CP1\n  securityProfile: 1", 2, "1 needs a password"),
        (CP.replace("2", "0") % "sixteen-letters-", 2, "0 has no password"),
        (CP % "fifteen-letters", 4, "16 to 20 characters"),
        (CP % "twenty-one-letters---", 4, "16 to 20 characters"),
        (CP % ("ab" * 16 + "a"), 4, "16 to 20 characters"),
        (CP % "1234567890123456", 4, "put it in quotes"),
        (CP % "''\n  registration: Maybe", 4, "16 to 20 characters"),
        (CP % "sixteen-letters-" + "  registration: Maybe", 5, "'Accepted', 'Pending'"),
        (CP % "sixteen-letters-" + "  interval: 0", 5, "should be 1 or more"),
        (CP % "sixteen-letters-" + "- id: cp1\n  securityProfile: 0", 5, "is there twice"),
        ("idTags:\n- idTag: a\n- idTag: A", 3, "is there twice"),
        ("idTags:\n- idTag: longer-than-twenty-one", 2, "at most 20 characters"),
        ("idTags:\n- idTag: A\n  expiryDate: 2026-01-01", 3, "time with its zone"),
        ("idTags:\n- idTag: A\n  expiryDate: soon", 3, "should be a time"),
        ("idTags:\n- idTag: A\n  blocked: maybe", 3, "should be true or false"),
        ("idTags:\n- idTag: A\n  maxActiveTransactions: 0", 3, "should be 1 or more"),
        ("&a [*a]", 1, "found undefined alias|no YAML|object"),
    ],
)
def test_a_bad_seed_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(Misplaced) as refused:
        SeedFile(path)
    told = str(refused.value).splitlines()[0]
    assert told.startswith(f"{path}:{line}: ")
    assert any(each in told for each in reason.split("|"))


def test_all_faults_are_told_in_their_order(tmp_path: Path) -> None:
    path = written(tmp_path, "idTags:\n- blocked: 1\nchargePoints:\n- id: a\n")
    with pytest.raises(Misplaced) as refused:
        SeedFile(path)
    assert str(refused.value).splitlines() == [
        f"{path}:2: idTags[0].idTag: is missing",
        f"{path}:2: idTags[0].blocked: should be true or false",
        f"{path}:4: chargePoints[0].securityProfile: is missing",
    ]


def test_all_that_is_there_twice_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "idTags:\n- idTag: a\n- idTag: A\n- idTag: b\n- idTag: B\n")
    with pytest.raises(Misplaced) as refused:
        SeedFile(path)
    assert [line for line, _ in refused.value.faults] == [3, 5]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "seed.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Misplaced, match=r"seed\.yaml:1: no YAML"):
        SeedFile(tmp_path / "seed.yaml")


@pytest.mark.parametrize(
    "password", ["sixteen-letters-", "twenty-letters------", "'" + "4f" * 20 + "'"]
)
def test_passwords_of_the_lengths_of_ocpp_pass(tmp_path: Path, password: str) -> None:
    assert SeedFile(written(tmp_path, CP % password)).seed.charge_points[0].password


def test_the_demo_has_a_charge_point_of_each_profile_and_a_tag_of_each_standing() -> None:
    demo = SeedFile(DEMO).seed
    assert [point.security_profile for point in demo.charge_points] == [0, 1, 2]
    assert any(tag.blocked for tag in demo.id_tags)
    assert any(tag.expiry_date and tag.expiry_date < datetime.now(UTC) for tag in demo.id_tags)
    parents = [tag.parent_id_tag for tag in demo.id_tags if tag.parent_id_tag]
    assert len(parents) == 2
    assert len(set(parents)) == 1
