import pytest

from csms_tools.local.gateway.tally import WINDOW, Tally


def test_what_was_done_in_the_last_seconds_is_told() -> None:
    tally = Tally()
    for number in range(100):
        tally.done(100.0, 100.0 + (number + 1) / 1000, failed=False)
    assert tally.told(3, 101.0) == (
        f"3 charge points  {100 / WINDOW:.1f} messages/s  p50 51 ms  p99 100 ms  0 errors"
    )
    assert tally.told(1, 101.0 + WINDOW) == "1 charge point  0.0 messages/s  0 errors"


@pytest.mark.parametrize(
    ("data", "errors"),
    [(b'[4,"1","InternalError","",{}]', 1), (b'[3,"1",{}]', 0), (b'[2,"1","Reset",{}]', 0)],
)
def test_errors_are_calls_that_were_refused(data: bytes, errors: int) -> None:
    tally = Tally()
    tally.posted(data)
    assert tally.errors == errors


def test_and_functions_that_failed() -> None:
    tally = Tally()
    tally.done(0.0, 0.004, failed=True)
    assert tally.told(0, 0.1).endswith("p50 4.0 ms  p99 4.0 ms  1 error")
