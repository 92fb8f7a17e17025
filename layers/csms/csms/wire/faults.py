"""What is wrong with a value, in words of our own, wherever a validation finds it."""

from typing import Any

from pydantic_core import ErrorDetails

A_TIME = "should be a time, such as 2027-01-01T00:00:00Z"

_KINDS = {
    "missing": "is missing",
    "extra_forbidden": "there is no such field",
    "string_type": "should be text",
    "bool_type": "should be true or false",
    "bool_parsing": "should be true or false",
    "list_type": "should be a list",
    "dict_type": "should be an object",
    "model_type": "should be an object",
    "model_attributes_type": "should be an object",
    "finite_number": "should be a number",
    "json_invalid": "is no JSON",
    "json_type": "is no JSON",
    "timezone_aware": "should be a time with its zone, such as 2027-01-01T00:00:00Z",
}
_WITH_BOUNDS = {
    "greater_than_equal": ("ge", "should be {} or more"),
    "less_than_equal": ("le", "should be {} or less"),
    "greater_than": ("gt", "should be more than {}"),
    "less_than": ("lt", "should be less than {}"),
    "multiple_of": ("multiple_of", "should be a multiple of {}"),
    "literal_error": ("expected", "should be {}"),
    "enum": ("expected", "should be {}"),
    "string_pattern_mismatch": ("pattern", "should look like {}"),
    "decimal_max_digits": ("max_digits", "should have at most {} digits"),
    "decimal_max_places": ("decimal_places", "should have at most {} decimal places"),
}
_LENGTHS = {
    "string_too_long": ("max_length", "at most", "character"),
    "string_too_short": ("min_length", "at least", "character"),
    "too_long": ("max_length", "at most", "item"),
    "too_short": ("min_length", "at least", "item"),
}


def told(error: ErrorDetails) -> str:
    """It follows the name of the field; what was sent is not repeated."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in _KINDS:
        return _KINDS[kind]
    if kind.startswith("datetime_"):
        return A_TIME
    if kind in ("int_type", "int_parsing", "int_parsing_size", "int_from_float"):
        return "should be a whole number"
    if kind in ("float_type", "float_parsing", "decimal_type", "decimal_parsing"):
        return "should be a number"
    return _with_context(kind, context) or _as_it_says(error["msg"])


def _with_context(kind: str, context: dict[str, Any]) -> str | None:
    if kind in _WITH_BOUNDS and _WITH_BOUNDS[kind][0] in context:
        name, sentence = _WITH_BOUNDS[kind]
        return sentence.format(context[name])
    if kind in _LENGTHS and _LENGTHS[kind][0] in context:
        name, bound, what = _LENGTHS[kind]
        number = context[name]
        return f"should have {bound} {number} {what}{'' if number == 1 else 's'}"
    return None


def _as_it_says(message: str) -> str:
    """Of a fault that a model of ours raises, or that has no sentence here."""
    return message.removeprefix("Value error, ").replace("Input should", "should", 1)
