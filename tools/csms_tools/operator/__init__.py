"""What the commands for operators share: the way to the HTTP API, and how its answers are shown."""

import sys

# httpx has a command line of its own, whose rich and pygments every command would wait for; where
# it cannot be imported, httpx does without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
