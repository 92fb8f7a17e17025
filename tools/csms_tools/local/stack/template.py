"""template.yaml as CloudFormation would get it: read, and put through the SAM translator."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from csms_tools.local.stack.kept_translations import KeptTranslations
from csms_tools.local.stack.template_error import Properties, TemplateError

__all__ = ["Properties", "TemplateError", "folder", "translated"]

_NOWHERE = "http://127.0.0.1:0"  # stands for our own address while a template is translated


def translated(
    path: Path, parameters: Mapping[str, str], region: str, *, here: str | None = None
) -> Properties:
    """The template without SAM: every function with its role, every route with its integration.

    `here` is our own address in parameters, whose port may be another one at each start.
    """
    try:
        text = path.read_text()
    except OSError as error:
        raise TemplateError(f"{path}: {error}") from error
    moved = {name: value.replace(here or _NOWHERE, _NOWHERE) for name, value in parameters.items()}
    kept = KeptTranslations()
    key = kept.key(text, moved, region)
    result = kept.read(key)
    if result is None:
        # most of a second, with what it imports
        from csms_tools.local.stack.translation import translation

        result = translation(path, text, moved, region)
        kept.write(key, result)
    return _with_address(result, here) if here else result


def _with_address(value: Any, here: str) -> Any:
    if isinstance(value, str):
        return value.replace(_NOWHERE, here)
    if isinstance(value, dict):
        return {key: _with_address(each, here) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_address(each, here) for each in value]
    return value


def folder(code: Properties) -> str:
    """The folder that a function's Code or a layer's Content came from."""
    return str(code["S3Key"])
