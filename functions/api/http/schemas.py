"""JSON schemas of models and of operations, without null where a member is left out instead."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, NoDefault, models_json_schema
from pydantic_core import core_schema

from api.http.operations import Operation
from api.http.problems import ProblemDetails


class WithoutNull(GenerateJsonSchema):
    """What is sent to a charge point never is null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def get_default_value(self, schema: core_schema.WithDefaultSchema) -> Any:
        default = super().get_default_value(schema)
        return NoDefault if default is None else default


class WithoutNullInAnswers(WithoutNull):
    """Nor is what an operator is shown; in what one sends, null removes."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        if self.mode == "serialization":
            return super().nullable_schema(schema)
        return GenerateJsonSchema.nullable_schema(self, schema)


def schemas_of(
    operations: Sequence[Operation],
) -> tuple[dict[type[BaseModel], Any], dict[str, Any]]:
    """What refers to each model, and what is referred to."""
    shown = {ProblemDetails} | {
        content.model
        for operation in operations
        for answer in operation.answers
        for content in answer.contents
        if content.model
    }
    sent = {
        content.model for operation in operations for content in operation.consumes if content.model
    }
    models = sorted(shown | sent, key=lambda model: model.__name__)
    modes: dict[type[BaseModel], Literal["validation", "serialization"]] = {
        model: "validation" if model in sent else "serialization" for model in models
    }
    found, definitions = models_json_schema(
        list(modes.items()),
        ref_template="#/components/schemas/{model}",
        schema_generator=WithoutNullInAnswers,
    )
    return {model: found[model, mode] for model, mode in modes.items()}, definitions["$defs"]
