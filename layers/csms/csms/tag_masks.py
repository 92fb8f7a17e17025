"""Id tags as logs have them: by a mask, so that one can be followed and none be used.

A mask is the beginning of a hash. It is as long as tells the tags of a deployment apart, and so
short that hundreds of all card numbers have it: who reads a log can check a guess, and no more.
"""

import json
import os
import re
from collections.abc import Collection, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

DIGITS = 6
SHORTEST = 4  # characters that are a tag wherever they stand; shorter ones only beside its name

# each ends soon, so that no text costs more than its length
_NAMED = re.compile(
    r"((?:parent_?)?id_?tag[\\\"']{0,9}\s{0,9}[:=]\s{0,9}"
    r"(?:\{[\"']S[\"']:\s{0,9})?\\{0,9}([\"']))(.{0,255}?)(?=\\{0,9}\2)",
    re.IGNORECASE,
)
_BARE = re.compile(r"((?:id_?tag=|/id-tags/|\bTAG#))([^&#/?\s\"'\\,;)\]}]{1,255})", re.IGNORECASE)
_MEMBERS = frozenset({"idtag", "parentidtag"})


def mask(id_tag: str) -> str:
    """The same for a tag in capitals and in small letters, as OCPP has it; another elsewhere."""
    table = os.environ.get("STATE_TABLE", "")
    told = f"{table}\n{id_tag.casefold()}"
    return f"tag-{sha256(told.encode(errors='surrogatepass')).hexdigest()[:DIGITS]}"


def in_clear() -> bool:
    return os.environ.get("LOG_ID_TAGS") == "Clear"


def tags_in(text: str) -> set[str]:
    """Those that a frame, a task or a request of an operator names."""
    try:
        found = set(_members(json.loads(text)))
    except (ValueError, RecursionError):
        found = {match[3] for match in _NAMED.finditer(text)}
    return found | {unquote(match[2]) for match in _BARE.finditer(text)}


def _members(value: Any) -> Iterator[str]:
    left = [value]
    while left:
        match left.pop():
            case dict() as members:
                for name, member in members.items():
                    if isinstance(member, str) and name.casefold() in _MEMBERS:
                        yield member
                    else:
                        left.append(member)
            case list() as members:
                left += members
            case str() as member:  # JSON within JSON
                yield from (match[3] for match in _NAMED.finditer(member))


def masked(value: Any, known: Collection[str]) -> Any:
    """Without the tags that are known, nor what stands beside the name of one."""
    match value:
        case None | bool() | int() | float():
            return value
        case dict():
            return {masked(str(name), known): masked(each, known) for name, each in value.items()}
        case list() | tuple():
            return [masked(each, known) for each in value]
        case _:
            return _masked(str(value), known)


def _masked(text: str, known: Collection[str]) -> str:
    folded = text.casefold()
    for tag in sorted(known, key=len, reverse=True):
        for spelled in {tag, json.dumps(tag)[1:-1]}:
            words = re.findall(r"\w+", spelled)  # what stands between may be escaped, and again
            if sum(map(len, words)) >= SHORTEST and words[0].casefold() in folded:
                together = r"\W{1,9}".join(words)
                text = re.sub(
                    rf"\\{{0,9}}(?<!\w){together}(?!\w)", mask(tag), text, flags=re.IGNORECASE
                )
    text = _NAMED.sub(lambda found: found[1] + _once(found[3]), text)
    return _BARE.sub(lambda found: found[1] + _once(unquote(found[2])), text)


def _once(value: str) -> str:
    return value if re.fullmatch(rf"tag-[0-9a-f]{{{DIGITS}}}", value) else mask(value)
