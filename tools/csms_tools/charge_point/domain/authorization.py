"""May this tag charge, and who decides it: the charge point or the central system? (§3.5, §4.1)"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from csms_tools.charge_point.domain.id_tags import IdTagInfo


class Verdict(Enum):
    ACCEPT = auto()
    REFUSE = auto()
    ASK = auto()


@dataclass(frozen=True)
class Rules:
    """The configuration keys that have a say."""

    local_pre_authorize: bool
    local_authorize_offline: bool
    allow_unknown_offline: bool


def judge(
    *, online: bool, rules: Rules, listed: IdTagInfo | None, cached: IdTagInfo | None, at: datetime
) -> Verdict:
    """The local list comes before the cache (§3.5.3); online, a bad local word is asked again."""
    known = listed or cached
    good = known is not None and known.accepted(at)
    if online:
        return Verdict.ACCEPT if good and rules.local_pre_authorize else Verdict.ASK
    if known is not None and rules.local_authorize_offline:
        return Verdict.ACCEPT if good else Verdict.REFUSE
    if known is None and rules.allow_unknown_offline:
        return Verdict.ACCEPT
    return Verdict.REFUSE
