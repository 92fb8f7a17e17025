"""Run by itself in the environment of the API's function: what requests take of DynamoDB and CPU.

What is asked comes as JSON on standard input, events by name; the last line it prints has by name
how often DynamoDB is asked, its read units, and milliseconds of CPU.
"""

import base64
import gzip
import json
import sys
import time
from statistics import median
from typing import Any

from api.app import handler
from csms import aws
from csms_tools.cost import units

TIMES = 15


class Context:
    aws_request_id, function_name, memory_limit_in_mb = "console", "Api", 512
    invoked_function_arn = "arn"

    def get_remaining_time_in_millis(self) -> int:
        return 29_000


class Meter:
    def __init__(self) -> None:
        self.requests, self.read_units = 0, 0.0
        self._call = aws.call

    def __call__(self, service: Any, operation: str, asked: dict[str, Any]) -> Any:
        answer = self._call(service, operation, asked)
        self.requests += 1
        if operation == "BatchGetItem":
            for table, wanted in asked["RequestItems"].items():
                found = answer["Responses"].get(table, [])
                self.read_units += units.read(found, len(wanted["Keys"]) - len(found))
        elif operation == "Query":
            self.read_units += self._of_query(answer, asked)
        elif operation == "GetItem":
            found = [answer["Item"]] if "Item" in answer else []
            self.read_units += units.read(found, 1 - len(found))
        return answer

    def _of_query(self, answer: Any, asked: dict[str, Any]) -> float:
        """What is counted is read all the same, so it is asked once more with what it has."""
        if asked.get("Select") == "COUNT":
            whole = {name: value for name, value in asked.items() if name != "Select"}
            answer = self._call(aws.DYNAMODB, "Query", whole)
        return units.queried(answer["Items"], consistent=asked.get("ConsistentRead", False))


def _said(answer: dict[str, Any]) -> Any:
    if not answer.get("isBase64Encoded"):
        return json.loads(answer["body"])
    return json.loads(gzip.decompress(base64.b64decode(answer["body"])))


def main() -> None:
    meter = Meter()
    aws.call = aws.requests.call = meter  # type: ignore[assignment]
    found: dict[str, Any] = {}
    for name, event in json.load(sys.stdin).items():
        cpu: list[float] = []
        for _ in range(TIMES):
            meter.requests, meter.read_units = 0, 0.0
            began = time.process_time()
            answer = handler(event, Context())
            cpu.append((time.process_time() - began) * 1000)
            if answer["statusCode"] != 200:
                raise SystemExit(f"{name}: {answer}")
        found[name] = {
            "requests": meter.requests,
            "read_units": round(meter.read_units, 1),
            "cpu_ms": round(median(cpu), 1),
            "cursor": _said(answer).get("cursor"),
        }
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
