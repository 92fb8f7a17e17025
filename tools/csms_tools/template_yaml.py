"""CloudFormation's YAML, by PyYAML's parser in C: of a long template, the other takes a second."""

from typing import Any

import yaml
from samtranslator.yaml_helper import intrinsics_multi_constructor

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Template(_Loader):  # type: ignore[misc]
    """Knows !Ref and its like."""


_Template.add_multi_constructor("!", intrinsics_multi_constructor)


def parsed(text: str) -> dict[str, Any]:
    """Raises yaml.YAMLError."""
    loader = _Template(text)
    try:
        document: dict[str, Any] = loader.get_single_data()
        return document
    finally:
        loader.dispose()
