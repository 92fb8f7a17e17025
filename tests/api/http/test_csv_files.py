import pytest

from api.http.csv_files import read_rows, written
from api.http.problems import Problem


def test_a_table_has_its_names_in_the_first_line() -> None:
    assert written(["a", "b"], [[1, None], [True, "x,y"]]) == 'a,b\r\n1,\r\ntrue,"x,y"\r\n'


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@A", "\tx", "\rx", "'=1", "''@"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_defused(value: str) -> None:
    text = written(["a"], [[value]])
    (cell,) = [row["a"] for row in read_rows(text.replace("'", "", 1), 1, ["a"])] or [""]
    assert f"'{value}" in text
    assert read_rows(text, 1, ["a"]) == [{"a": value}]
    assert cell != f"'{value}"


@pytest.mark.parametrize("value", ["A", "'A", "A=1", " =1", "0", "ü\n2"])
def test_all_else_comes_back_as_it_went(value: str) -> None:
    text = written(["a"], [[value]])
    assert read_rows(text, 1, ["a"]) == [{"a": value}]


def test_a_password_is_read_as_it_stands() -> None:
    assert read_rows("password\r\n'=secret\r\n", 1, ["password"]) == [{"password": "'=secret"}]


def test_empty_cells_and_empty_lines_are_left_out() -> None:
    assert read_rows("a,b\r\n1,\r\n\r\n,2\r\n", 9, ["a", "b"]) == [{"a": "1"}, {"b": "2"}]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 400),
        ("a,a\r\n1,2", 400),
        ("a,b\r\n1", 400),
        ("a\r\n1,2", 400),
        ("a,c\r\n1,2", 400),
        ("b\r\n1", 400),
        ('a\r\n"1', 400),
        ('a\r\n"1"2', 400),
        ("a\r\n1\r\n2\r\n3\r\n", 413),
    ],
)
def test_what_is_no_table_or_too_long_is_refused(text: str, status: int) -> None:
    with pytest.raises(Problem) as refused:
        read_rows(text, 2, ["a", "b"])
    assert refused.value.status == status


def test_an_unknown_column_is_told_with_those_that_are_known() -> None:
    with pytest.raises(Problem, match=r"^c: there is no such column; there are: a, b$"):
        read_rows("a,c\r\n1,2", 2, ["a", "b"])
