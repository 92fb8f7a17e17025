import pytest

from api.http.etags import etag, must_match
from api.http.problems import Problem


@pytest.mark.parametrize("if_match", [None, "*", ' "7"', '"6", "7"'])
def test_what_was_read_may_be_changed(if_match: str | None) -> None:
    must_match(if_match, 7)


@pytest.mark.parametrize("if_match", ['"6"', "7", 'W/"7"', "", '"77"'])
def test_what_has_changed_since_is_left_alone(if_match: str) -> None:
    assert (etag(7), etag(None)) == ('"7"', '"0"')
    with pytest.raises(Problem) as refused:
        must_match(if_match, 7)
    assert refused.value.status == 412
