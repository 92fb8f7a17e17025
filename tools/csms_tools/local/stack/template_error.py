"""What is wrong with a template."""

from typing import Any

Properties = dict[str, Any]


class TemplateError(Exception):
    """The template is wrong, or says what cannot be done here as AWS would do it."""
