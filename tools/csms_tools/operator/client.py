"""The operators' HTTP API, as a command asks it."""

import ssl
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

import httpx

from csms_tools.commands import Failed, NoAccess, NoAnswer, NotThere, Wrong
from csms_tools.commands.running import LOCAL
from csms_tools.operator.access import Access

PATIENCE = 30.0  # seconds: the API itself gives up after 29
MOST_ITEMS = 200
_ASKED_WRONGLY = (400, 413, 415, 422)

Document = dict[str, Any]
Query = Mapping[str, str | int | float | bool | None]


class Api:
    def __init__(
        self,
        access: Access,
        *,
        patience: float = PATIENCE,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`transport` is what it speaks through; by default the network."""
        self._access = access
        self._patience = patience
        self._transport = transport
        self._token: str | None = None

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Raises Failed, Wrong, NoAccess, NoAnswer.

        A token that is no longer taken is got anew once.
        """
        given = {name: _spelled(value) for name, value in (query or {}).items()}
        request = self._client.build_request(
            method,
            path,
            params={name: value for name, value in given.items() if value is not None},
            json=body,
            content=content,
            headers=headers,
        )
        had, self._token = self._token, self._token or self._access.token()
        answer = self._sent(request)
        if answer.status_code == httpx.codes.UNAUTHORIZED and (had or self._access.kept):
            self._token = self._access.token()
            answer = self._sent(request)
        if not answer.is_success:
            raise _refusal(answer)
        return answer

    def get(self, path: str, query: Query | None = None) -> Document:
        document: Document = self.ask("GET", path, query=query).json()
        return document

    def items(self, path: str, query: Query | None = None, most: int | None = None) -> "Items":
        return Items(self, path, query or {}, most)

    def close(self) -> None:
        """Its connections; asked again it opens others."""
        self._client.close()
        del self._client

    @cached_property
    def _client(self) -> httpx.Client:
        try:
            return httpx.Client(
                base_url=self._access.url,
                timeout=self._patience,
                transport=self._transport,
                verify=_trust(self._access.url),
            )
        except httpx.InvalidURL as error:
            raise Wrong(f"{self._access.url}: {error}") from error

    def _sent(self, request: httpx.Request) -> httpx.Response:
        request.headers["Authorization"] = f"Bearer {self._token}"
        try:
            return self._client.send(request)
        except httpx.TimeoutException as error:
            raise NoAnswer(f"{self._access.url} did not answer in time") from error
        except httpx.TransportError as error:
            hint = "" if self._access.url != LOCAL else "; csms up starts one"
            raise NoAnswer(f"nothing answers at {self._access.url}: {error}{hint}") from error


class Items:
    """A list, fetched page by page; `more` says whether it was left before its end.

    `page` is the last one that was fetched.
    """

    def __init__(self, api: Api, path: str, query: Query, most: int | None) -> None:
        self._api = api
        self._path = path
        self._query = query
        self._most = most
        self.more = False
        self.page: Document = {}

    def __iter__(self) -> Iterator[Document]:
        cursor, left = None, self._most
        while True:
            limit = MOST_ITEMS if left is None else min(left, MOST_ITEMS)
            query = {**self._query, "limit": limit, "cursor": cursor}
            self.page = page = self._api.get(self._path, query)
            yield from page["items"]
            cursor = page.get("cursor")
            if left is not None:
                left -= len(page["items"])
            if cursor is None or left == 0:
                self.more = cursor is not None
                return


def path(*steps: str | int) -> str:
    """Raises Wrong for a step that is empty: it would lead to another path."""
    if "" in steps:
        raise Wrong("an id is empty")
    return "".join(f"/{quote(str(step), safe='')}" for step in steps)


def _trust(url: str) -> ssl.SSLContext:
    """Without TLS, nobody's roots: to read those of the world takes longer than to be answered."""
    if url.startswith("http:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx.create_ssl_context()


def _spelled(value: str | float | bool | None) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _refusal(answer: httpx.Response) -> Exception:
    told = _told(answer)
    match answer.status_code:
        case 401:
            return NoAccess("the token is not taken: it has expired, or is for another deployment")
        case 403:
            return NoAccess(told)
        case 404:
            return NotThere(told)
        case 503 | 504:
            return NoAnswer(told)
        case status if status in _ASKED_WRONGLY:
            return Wrong(told)
        case _:
            return Failed(told)


def _told(answer: httpx.Response) -> str:
    """The problem's detail and its fields."""
    try:
        problem = answer.json()
        told = str(problem.get("detail") or problem.get("title") or problem["message"])
        fields = [f"{one['field']}: {one['message']}" for one in problem.get("errors", [])]
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"{answer.status_code} {answer.reason_phrase}"
    # What a parameter of the API does, an option of `csms call` does.
    told = told.replace("(force=true ", "(--force ")
    return "; ".join([told, *(each for each in fields if each != told)])
