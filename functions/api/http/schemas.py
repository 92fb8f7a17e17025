"""JSON schemas of models, without null where a member is left out instead."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, NoDefault
from pydantic_core import core_schema


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
