import json
import logging

from csms.telemetry import logger


def test_a_log_is_ascii_so_that_half_of_a_surrogate_pair_can_be_written() -> None:
    record = logging.LogRecord("csms", logging.INFO, "", 0, "%s", ("\ud800 ü",), None)
    spelled = logger.registered_formatter.format(record)
    assert spelled.isascii()
    assert json.loads(spelled)["message"] == "\ud800 ü"
