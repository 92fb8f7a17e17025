"""Translations of templates, kept as Python keeps bytecode: what has not changed is not done anew.

One is found by all that it comes of: the text of the template, the values of the parameters, the
region, the version of the translator, and our own code around it.
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import samtranslator

from csms_tools import template_yaml
from csms_tools.local.stack.template_error import Properties

_HERE = Path(__file__).parent
_OURS = (_HERE / "translation.py", Path(template_yaml.__file__), Path(__file__))
_SUFFIX = ".translation"
MOST_KEPT = 64  # the last used ones; that of our own template is 200 kB


class KeptTranslations:
    def __init__(self, folder: Path = _HERE / "__pycache__") -> None:
        self._folder = folder

    def key(self, text: str, parameters: Mapping[str, str], region: str) -> str:
        code = [file.read_text() for file in _OURS]
        given = [samtranslator.__version__, *code, text, sorted(parameters.items()), region]
        return sha256(json.dumps(given).encode()).hexdigest()

    def read(self, key: str) -> Properties | None:
        file = self._file(key)
        try:
            content = file.read_text()
            os.utime(file)
        except OSError:
            return None
        translation: Properties = json.loads(content)
        return translation

    def write(self, key: str, translation: Properties) -> None:
        """Not where Python may write no bytecode, or cannot; nor what JSON would change."""
        content = json.dumps(translation, default=str)
        if sys.dont_write_bytecode or json.loads(content) != translation:
            return
        file = self._file(key)
        unfinished = file.with_name(f"{file.name}.{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            unfinished.write_text(content)
            unfinished.replace(file)
            for old in self._by_last_use()[MOST_KEPT:]:
                old.unlink()

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"

    def _by_last_use(self) -> list[Path]:
        files = self._folder.glob(f"*{_SUFFIX}")
        return sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)
