"""What was said in a case, in its order: the evidence."""

import time
from dataclasses import dataclass, field
from typing import Literal

from csms_tools.certification.charge_point.transport import Opened

Speaker = Literal["charge point", "CSMS", "operator"]


@dataclass(frozen=True)
class Entry:
    """`at`: seconds since the case began."""

    at: float
    speaker: Speaker
    text: str


@dataclass
class Journal:
    """`answered`: for each CALL that was answered, its action and how many seconds that took, from
    its last byte until the whole CALLRESULT was there. `opened`: the connections that were.
    """

    entries: list[Entry] = field(default_factory=list)
    answered: list[tuple[str, float]] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    _begun: float = field(default_factory=time.monotonic)

    def note(self, speaker: Speaker, text: str) -> None:
        self.entries.append(Entry(time.monotonic() - self._begun, speaker, text))
