"""The workers there are: idle, busy, on their way, and who waits for one."""

import asyncio
import socket
from collections import deque

from csms_tools.local.functions.link import WorkerLink
from csms_tools.local.functions.zygote import FORK, KILL


class WorkerPool:
    def __init__(self, parent: socket.socket, most: int) -> None:
        """`parent` takes orders to fork and to kill; there are never more than `most`."""
        self._parent = parent
        self._most = most
        self._links: set[WorkerLink] = set()
        self._idle: list[WorkerLink] = []  # the last is the warmest
        self._waiting: deque[asyncio.Future[WorkerLink]] = deque()
        self._starting: set[asyncio.Task[None]] = set()

    @property
    def pids(self) -> list[int]:
        return [link.pid for link in self._links if link.pid]

    async def take(self) -> WorkerLink:
        """A worker for one call, the next that is free; a new one if there may be more.

        Raises OSError when the parent is gone. It frees itself after its call.
        """
        if self._idle:
            return self._idle.pop()
        waiter: asyncio.Future[WorkerLink] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        self._grow()
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self.free(waiter.result())
            raise

    def free(self, link: WorkerLink) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(link)
                return
        self._idle.append(link)

    def close(self) -> None:
        for link in list(self._links):
            link.close()

    def _grow(self) -> None:
        if len(self._links) + len(self._starting) < self._most:
            task = asyncio.create_task(self._fork())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._parent, [FORK + bytes(4)], [theirs.fileno()])
        except OSError as error:
            ours.close()
            while self._waiting:
                waiter = self._waiting.popleft()
                if not waiter.done():
                    waiter.set_exception(error)
            return
        finally:
            theirs.close()
        _, link = await asyncio.get_running_loop().create_unix_connection(
            lambda: WorkerLink(self.free, self._gone, self._kill), sock=ours
        )
        self._links.add(link)
        self.free(link)

    def _gone(self, link: WorkerLink) -> None:
        self._links.discard(link)
        if link in self._idle:
            self._idle.remove(link)
        if self._waiting:
            self._grow()

    def _kill(self, pid: int) -> None:
        self._parent.send(KILL + pid.to_bytes(4))
