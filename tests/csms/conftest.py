import logging
from collections.abc import Iterator

import pytest

from csms.telemetry import logger


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Everything that is logged meanwhile, down to the smallest, as it would be printed."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(printed.format(record))

    printed = logger.formatter
    kept = Kept()
    level = logger.level
    logger.addHandler(kept)
    logger.setLevel("DEBUG")
    yield lines
    logger.setLevel(level)
    logger.removeHandler(kept)
