"""What a member of a message means: `csms.wire.tolerance` goes by it when the member is at fault.

Meanings stand in the annotations of the models. Without one a member has that of its type: a
`Literal` is a Word, an integer an Identifier, a string Verbatim, a time a Moment.
"""

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True)
class Text:
    """A string of so many characters at most."""

    longest: int | None = None

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.str_schema(max_length=self.longest, strict=True)


@dataclass(frozen=True)
class Descriptive(Text):
    """For people: what is too long is cut."""


@dataclass(frozen=True)
class Verbatim(Text):
    """Stands for something, and cut it would stand for something else: it is never cut."""


@dataclass(frozen=True)
class Word:
    """One of a list. `otherwise` takes the place of any other word, `missing` that of none.

    `synonyms`: words that other editions of OCPP have for it. `kept`: any other word stays as it
    came, and whoever reads it has to look. `essential`: there has to be a word, whichever.
    """

    otherwise: str | None = None
    missing: str | None = None
    synonyms: tuple[tuple[str, str], ...] = ()
    kept: bool = False
    essential: bool = False


@dataclass(frozen=True)
class Identifier:
    """A number that names something: another number names something else, so none is guessed.

    `essential`: one that is there has to be a whole number, though it may be absent.
    """

    essential: bool = False


@dataclass(frozen=True)
class Reading:
    """What a meter shows: a fraction is rounded half up (in Wh it is less than anybody bills)."""


@dataclass(frozen=True)
class Number:
    """A quantity that may have a fraction."""


@dataclass(frozen=True)
class Moment:
    """When something was; the time of receipt stands for none."""


@dataclass(frozen=True)
class Flag:
    """True or false; `missing` stands for neither."""

    missing: bool | None = None


Meaning = Descriptive | Verbatim | Word | Identifier | Reading | Number | Moment | Flag
