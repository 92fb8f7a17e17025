"""What a frame of a stack is part of, as `benchmarks.profile` tells it.

A sample belongs to the part of its innermost frame that has one: what a library of Python's own
takes is its caller's.
"""

from collections.abc import Mapping, Sequence

Stack = Sequence[str]  # the innermost frame first, each `file:qualified name`
Rules = Sequence[tuple[str, Sequence[str]]]  # a part, and what the text of a frame has in it

JSON = ("JSON", ("/json/", "framing.py:_parsed", "framing.py:packed"))
SYNC = ("the sync to the disk", ("journal.py:Journal._flush",))

PARTS: Mapping[str, Rules] = {
    "workers": [
        JSON,
        ("signing", ("/csms/aws/signing.py", "/hmac.py")),
        ("HTTP and its sockets", ("/csms/aws/http.py", "/csms/aws/pool.py", "/urllib3/")),
        ("pydantic", ("/pydantic",)),
        ("PynamoDB and items", ("/pynamodb/", "/store/table/")),
        ("Powertools", ("/aws_lambda_powertools/",)),
        ("the alarm", ("/csms/deadline.py",)),
        ("our own code", ("/functions/inbound/", "/functions/connection/", "/csms/csms/")),
        ("what runs a function on a desk", ("/csms_tools/local/",)),
    ],
    "emulator": [
        SYNC,
        ("the journal", ("/emulator/journal.py", "/emulator/snapshots.py")),
        ("copies of items", ("/emulator/tuning.py:_copied",)),
        ("DynamoDB's rules (ministack)", ("/ministack/", "/emulator/tuning.py")),
        JSON,
        ("whether a function may", ("/local/permissions/",)),
        ("HTTP and its sockets", ("/local/plain_http.py", "/emulator/server.py", "/aiohttp/")),
        ("the adapter", ("/csms_tools/local/emulator/",)),
        ("the event loop", ("/asyncio/", "/uvloop/")),
    ],
    "gateway": [
        JSON,
        ("WebSocket", ("/websockets/", "/gateway/sockets.py", "/gateway/intake.py", "/timers.py")),
        ("whether a function may", ("/local/permissions/",)),
        ("@connections", ("/local/plain_http.py", "/gateway/management.py", "/aiohttp/")),
        ("to a function and back", ("/local/functions/",)),
        ("routes and events", ("/csms_tools/local/gateway/",)),
        ("the event loop", ("/asyncio/", "/uvloop/")),
    ],
}

STEPS: Rules = [
    ("the answer leaves", ("/csms/connections.py:post",)),
    ("afterwards: the message log, and that it spoke", ("/inbound/afterwards.py:look_after",)),
    ("afterwards: what else", ("/inbound/afterwards.py:", "inbound/handler.py:_finish")),
    ("it is read and checked", ("inbound/handler.py:_understood", "messages.py:Message.frame")),
    ("the action: reads, decisions, writes", ("inbound/handler.py:_answer",)),
    ("around it: what Lambda does, and Powertools", ("/functions/worker.py:",)),
]
"""Of the workers, by functions on the way in: a sample is of the first that its stack is within."""

OTHER = "other"


def part_of(stack: Stack, rules: Rules) -> str:
    return next((found for frame in stack if (found := step_of([frame], rules)) != OTHER), OTHER)


def step_of(stack: Stack, rules: Rules) -> str:
    for name, words in rules:
        if any(word in frame for frame in stack for word in words):
            return name
    return OTHER
