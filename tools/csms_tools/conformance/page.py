"""What stands between the marks `<!-- name -->` and `<!-- end -->` of the page, made anew."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from csms_tools.conformance import keys, lists, messages
from csms_tools.conformance.told import PROFILES

_PART = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

TABLES: Mapping[str, Callable[[], str]] = {
    **{name: partial(messages.of_profile, name) for name in PROFILES},
    "types": lists.types,
    "words": lists.words,
    "keys": keys.table,
    "events": lists.security_events,
    "errors": lists.error_codes,
}


def page_with_tables(page: str) -> str:
    return _PART.sub(lambda part: f"{part[1]}{TABLES[part[2]]()}\n{part[3]}", page)
