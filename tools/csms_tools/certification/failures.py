"""What ends a case before its end."""


class Failed(Exception):
    """The protocol is not kept: what is expected, and what is seen instead."""

    def __init__(self, expectation: str, seen: str = "") -> None:
        super().__init__(f"{expectation}; seen: {seen}" if seen else expectation)
        self.expectation = expectation
        self.seen = seen


class NotRun(Exception):
    """The case cannot be run here, and why: never a pass."""
