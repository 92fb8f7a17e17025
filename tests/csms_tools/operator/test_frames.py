"""Following a message log: each message once, and once more when it is answered."""

from typing import Any

from csms_tools.operator.frames import Frames
from tests.csms_tools.operator.support import answers

ONE: dict[str, Any] = {"id": "1", "frame": "[2]", "answer": "[3]"}
ASKED: dict[str, Any] = {"id": "2", "frame": "[2]"}
ANSWERED = ASKED | {"answer": "[3]"}
THREE: dict[str, Any] = {"id": "3", "frame": "[2]"}


def page(*items: Any, caught_up: bool = True, cursor: str | None = "c") -> dict[str, Any]:
    return {"items": list(items), "caughtUp": caught_up, "cursor": cursor}


def test_what_was_shown_is_not_shown_again() -> None:
    csms = answers(page(ONE, ASKED), page(ONE, ASKED, THREE), page(THREE))
    frames = Frames(csms.api, "/messages", {"order": "asc"})
    assert [list(frames.new()) for _ in range(3)] == [[ONE, ASKED], [THREE], []]
    assert "cursor" not in csms.asked[0].url.params
    assert dict(csms.asked[1].url.params) == {"order": "asc", "limit": "200", "cursor": "c"}


def test_an_answer_that_comes_later_is_shown_then() -> None:
    frames = Frames(answers(page(ASKED), page(ANSWERED), page(ANSWERED)).api, "/messages", {})
    again = ANSWERED | {"again": True}
    assert [list(frames.new()) for _ in range(3)] == [[ASKED], [again], []]


def test_all_parts_are_read_until_there_is_no_more_yet() -> None:
    frames = Frames(answers(page(ONE, caught_up=False), page(THREE)).api, "/messages", {})
    assert list(frames.new()) == [ONE, THREE]


def test_a_list_that_ends_is_read_to_its_end() -> None:
    frames = Frames(answers(page(ONE, caught_up=True, cursor=None)).api, "/messages", {})
    assert list(frames.new()) == [ONE]
