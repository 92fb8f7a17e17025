"""What DynamoDB is too busy for is asked for again, a little later each time."""

import random
import time

FIRST_PAUSE = 0.05  # seconds; a hot partition has room again in the next second


class Throttled(Exception):
    """DynamoDB left over what was asked for, again and again."""


def let_cool(tries: int) -> None:
    """Wait longer after each of the tries that came to nothing, and not all for the same time."""
    time.sleep(random.uniform(0.5, 1) * FIRST_PAUSE * 2**tries)  # noqa: S311 - no secret
