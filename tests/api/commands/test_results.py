import pytest

from api.commands.results import attempted, location, refused, result_of
from api.http.problems import FieldError, Problem, bad_field
from csms.store.commands import CommandRecord


def record() -> CommandRecord:
    found = CommandRecord.of("CP/1", "c1")
    found.status = "Sent"
    return found


def test_a_command_that_was_written_down_says_where_it_is() -> None:
    assert location(record()) == "/charge-points/CP%2F1/commands/c1"
    result = attempted("CP/1", record, key="A")
    assert result == result_of(record(), key="A")
    assert (result.command_id, result.key, result.status) == ("c1", "A", "Sent")
    assert result.problem is None


def test_one_that_was_refused_says_why() -> None:
    problem = Problem(409, "why", errors=[FieldError(field="a", message="b")])

    def give() -> CommandRecord:
        raise problem

    result = attempted("CP1", give)
    assert result == refused("CP1", problem)
    assert result.problem
    assert (result.problem.status, result.problem.detail) == (409, "why")
    assert result.problem.errors == [FieldError(field="a", message="b")]


def test_what_would_be_wrong_for_all_is_not_told_of_one() -> None:
    def give() -> CommandRecord:
        raise bad_field("type", "is wrong")

    with pytest.raises(Problem, match="type"):
        attempted("CP1", give)
