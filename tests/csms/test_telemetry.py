import json
import logging
from io import StringIO
from typing import Any

from csms import telemetry
from csms.telemetry import Logger
from tests.support import Context


def test_a_log_is_ascii_so_that_half_of_a_surrogate_pair_can_be_written() -> None:
    record = logging.LogRecord("csms", logging.INFO, "", 0, "%s", ("\ud800 ü",), None)
    spelled = telemetry.logger.formatter.format(record)
    assert spelled.isascii()
    assert json.loads(spelled)["message"] == "\ud800 ü"


class Log:
    """One logger of its own, and what it has written."""

    def __init__(self, level: str) -> None:
        self.logger, self._written = Logger(level), StringIO()
        self.logger.handler.setStream(self._written)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._written.getvalue().splitlines()]


def test_a_line_tells_which_call_of_which_function_it_is_of() -> None:
    log = Log("INFO")

    @log.logger.inject_lambda_context
    def handler(event: dict[str, Any], _: Context) -> str:
        log.logger.info("%s was said", event["said"], extra={"charge_point_id": "CP1", "why": None})
        log.logger.debug("nobody asked")
        return "done"

    for said in ("this", "that"):
        assert handler({"said": said}, Context()) == "done"
    for line, said, cold in zip(log.lines, ("this", "that"), (True, False), strict=True):
        assert line.pop("location").startswith("handler:")
        assert line.pop("timestamp")[-5:] == "+0000"
        assert line == {
            "level": "INFO",
            "message": f"{said} was said",
            "cold_start": cold,
            "function_name": Context.function_name,
            "function_request_id": Context.aws_request_id,
            "charge_point_id": "CP1",
        }


def test_a_failure_is_told_with_its_trace_on_one_line() -> None:
    log = Log("INFO")
    try:
        raise LookupError("CP9")
    except LookupError:
        log.logger.exception("nobody of that name", extra={"at": {1}})
    [line] = log.lines
    assert (line["level"], line["exception_name"], line["at"]) == ("ERROR", "LookupError", "{1}")
    assert line["exception"].endswith("LookupError: CP9")


def test_what_is_below_the_level_is_not_written() -> None:
    log = Log("ERROR")
    log.logger.warning("not so bad")
    log.logger.error("bad")
    log.logger.setLevel("WARNING")
    log.logger.warning("bad enough")
    assert [line["message"] for line in log.lines] == ["bad", "bad enough"]


def test_a_line_is_not_written_by_the_handler_of_lambda_as_well() -> None:
    assert telemetry.logger.parent is None
