"""Our own HTTP API, asked without blocking; its refusals are those of the interface."""

import asyncio
from typing import Any

import click

from csms_tools.certification.operator.interface import Refusal
from csms_tools.commands import NoAccess, NoAnswer, NotThere
from csms_tools.operator.client import Api, Document


class OurApi:
    def __init__(self, api: Api) -> None:
        self.api = api

    async def ask(self, method: str, where: str, **how: Any) -> Document:
        """Raises Refusal; what says that nobody is asked at all goes through."""
        try:
            answer = await asyncio.to_thread(self.api.ask, method, where, **how)
        except (NoAccess, NoAnswer):
            raise
        except click.ClickException as refusal:
            raise Refusal(refusal.format_message()) from refusal
        document: Document = answer.json() if answer.content else {}
        return document

    async def known(self, where: str, **query: Any) -> Document | None:
        """None: it is not there."""
        try:
            return await self.ask("GET", where, query=query)
        except Refusal as refusal:
            if isinstance(refusal.__cause__, NotThere):
                return None
            raise

    async def gone(self, where: str) -> None:
        """Whether it was there, or not."""
        try:
            await self.ask("DELETE", where)
        except Refusal as refusal:
            if not isinstance(refusal.__cause__, NotThere):
                raise
