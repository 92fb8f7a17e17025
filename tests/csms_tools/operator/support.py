"""An operators' API behind httpx's transport, which says what a test lets it say."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from api.http.roles import Role
from csms_tools.operator.access import Access
from csms_tools.operator.client import Api
from tests.api.support import ask

URL = "https://csms.example"


@dataclass
class Csms:
    """`answer`: to each request; `asked`: those that came."""

    answer: Callable[[httpx.Request], httpx.Response]
    asked: list[httpx.Request] = field(default_factory=list)
    tokens: list[str] = field(default_factory=lambda: ["token"])

    @property
    def api(self) -> Api:
        given = iter(self.tokens)
        return Api(Access(URL, lambda: next(given)), transport=httpx.MockTransport(self._taken))

    def _taken(self, request: httpx.Request) -> httpx.Response:
        as_it_is = dict(request.headers)  # later it is sent again, with another token
        self.asked.append(
            httpx.Request(request.method, request.url, headers=as_it_is, content=request.content)
        )
        return self.answer(request)


def answers(*documents: Any) -> Csms:
    """Answers each request with the next document, and its status if that is a pair."""
    left = iter(documents)

    def answer(_: httpx.Request) -> httpx.Response:
        document = next(left)
        status, body = document if isinstance(document, tuple) else (200, document)
        return httpx.Response(status, json=body)

    return Csms(answer)


def of_the_store(role: Role = "operator") -> Csms:
    """The API itself, at noon, on the store of the test."""

    def answer(request: httpx.Request) -> httpx.Response:
        found = ask(
            request.method,
            request.url.path,
            role=role,
            query=dict(request.url.params),
            body=request.content.decode() or None,
        )
        return httpx.Response(found.status, headers=found.headers, text=found.text)

    return Csms(answer)


def body_of(request: httpx.Request) -> Any:
    return json.loads(request.content)
