"""A charge point that behaves: whatever others do, it never misses an answer."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

PAUSE = 0.03  # seconds between its heartbeats
PATIENCE = 10.0  # seconds for an answer: half of what charge points usually have


@dataclass
class Beats:
    """How long each answer took, in seconds, and what went wrong."""

    taken: list[float] = field(default_factory=list)
    failure: Exception | None = None

    @property
    def slowest(self) -> float:
        return max(self.taken)


@contextmanager
def beating(url: str) -> Iterator[Beats]:
    """Its heart beats while the block lasts, in a thread; raises what went wrong with it."""
    beats, done = Beats(), threading.Event()
    with connect(
        url, subprotocols=[Subprotocol("ocpp1.6")], compression=None, ping_interval=None
    ) as socket:
        thread = threading.Thread(target=_beat, args=(socket, beats, done))
        thread.start()
        try:
            yield beats
        finally:
            done.set()
            thread.join()
    if beats.failure:
        raise beats.failure


def _beat(socket: ClientConnection, beats: Beats, done: threading.Event) -> None:
    try:
        last = False
        while not last:
            last = done.wait(PAUSE)
            unique_id = f"beat-{len(beats.taken)}"
            began = time.monotonic()
            socket.send(f'[2,"{unique_id}","Heartbeat",{{}}]')
            kind, answered, result = json.loads(socket.recv(PATIENCE))
            beats.taken.append(time.monotonic() - began)
            assert (kind, answered) == (3, unique_id)
            assert "currentTime" in result
    except Exception as error:
        beats.failure = error
