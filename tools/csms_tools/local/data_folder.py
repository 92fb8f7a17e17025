"""Where keys, files and what is stored lie: a folder that was named, or one that goes with us."""

import shutil
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from csms_tools.local.exclusive import locked


class DataFolder:
    def __init__(self, named: Path | None, end: AsyncExitStack) -> None:
        """Ours alone until the end. Raises Unusable."""
        if named is not None:
            end.enter_context(locked(named))
            self.path, self._goes = named, False
        else:
            temporary = tempfile.TemporaryDirectory(prefix="csms-")
            self.path, self._goes = Path(end.enter_context(temporary)), True

    @property
    def issuer(self) -> Path:
        return self.path.resolve() / "issuer"

    @property
    def files(self) -> Path:
        return self.path / "files"

    def forget(self) -> None:
        """At once, for an end that waits for nobody: private keys are in what is temporary."""
        if self._goes:
            shutil.rmtree(self.path, ignore_errors=True)
